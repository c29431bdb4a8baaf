using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PostgresWorker.Integration.Worker;

/// <summary>The worker's log, to be asked.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, EventId Id, string Text, Exception? Exception)> _lines = new();

    public bool Contains(int eventId) => Count(eventId) > 0;

    public int Count(int eventId) => _lines.Count(line => line.Id.Id == eventId);

    /// <summary>The lines of an event that somebody must look at, and not those at Debug that are only counted.</summary>
    public IReadOnlyList<string> Told(int eventId) => [.. _lines.Where(line => line.Id.Id == eventId && line.Level >= LogLevel.Warning).Select(line => line.Text)];

    /// <summary>Every line and exception.</summary>
    public override string ToString() => string.Join('\n', _lines.Select(line => $"{line.Id.Id} {line.Text} {line.Exception}"));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, eventId, formatter(state, exception), exception));

    public void Dispose()
    {
    }
}
