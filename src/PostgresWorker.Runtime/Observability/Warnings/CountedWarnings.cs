using Microsoft.Extensions.Logging;

namespace PostgresWorker.Observability.Warnings;

/// <summary>
/// A log in which what goes wrong again and again for one cause is told at once, and from then on once a minute with how often it came, until it did not come for a minute. Each of the others is there at Debug. What is none of the
/// <see cref="RepeatedEvents"/> passes as it is.
/// </summary>
/// <param name="log">Where it is told.</param>
/// <param name="time">The clock.</param>
internal sealed class CountedWarnings(ILogger log, TimeProvider time) : ILogger, IDisposable
{
    /// <summary>How many causes are known at a time. Beyond that, those of an event are one.</summary>
    internal const int MaxCauses = 256;

    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<WarningCause, CountedWarning> _causes = [];
    private bool _isOver;

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => log.BeginScope(state);

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(logLevel);

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Warning || state is not IReadOnlyList<KeyValuePair<string, object?>> values || WarningCause.Of(eventId.Id, values, exception) is not { } cause)
        {
            log.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        var isRepeated = IsRepeated(cause, new WarningLine<TState>(logLevel, eventId, state, values, exception, formatter));
        log.Log(isRepeated ? LogLevel.Debug : logLevel, eventId, state, exception, formatter);
    }

    /// <summary>Tells what was counted; from then on nothing is.</summary>
    public void Dispose()
    {
        CountedWarning[] causes;
        lock (_lock)
        {
            _isOver = true;
            causes = [.. _causes.Values];
            _causes.Clear();
        }

        foreach (var warning in causes)
        {
            warning.Dispose();
            Tell(warning);
        }
    }

    private bool IsRepeated(WarningCause cause, WarningLine line)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return false;
            }

            if (!_causes.TryGetValue(cause, out var known) && _causes.Count >= MaxCauses)
            {
                cause = new WarningCause(cause.EventId, null, null, null);
                known = _causes.GetValueOrDefault(cause);
            }

            if (known is not null)
            {
                known.Count(line, time.GetUtcNow());
                return true;
            }

            _causes.Add(cause, new CountedWarning(time, Interval, warning => Passed(cause, warning)));
            return false;
        }
    }

    private void Passed(WarningCause cause, CountedWarning warning)
    {
        if (TryTell(warning))
        {
            return;
        }

        lock (_lock)
        {
            // It may have come at this very moment.
            if (warning.IsQuiet && _causes.GetValueOrDefault(cause) == warning)
            {
                _causes.Remove(cause);
                warning.Dispose();
            }
        }
    }

    private bool TryTell(CountedWarning warning)
    {
        try
        {
            return Tell(warning);
        }
#pragma warning disable CA1031 // Nobody calls a timer: a log that can't be written would end the process.
        catch (Exception)
#pragma warning restore CA1031
        {
            return true;
        }
    }

    /// <returns>Whether there was something to tell.</returns>
    private bool Tell(CountedWarning warning)
    {
        WarningLine? last;
        long times;
        DateTimeOffset at;
        lock (_lock)
        {
            (last, times, at) = warning.Take();
        }

        last?.Tell(log, times, at);
        return last is not null;
    }
}
