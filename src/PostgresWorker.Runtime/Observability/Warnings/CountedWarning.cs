namespace PostgresWorker.Observability.Warnings;

/// <summary>A cause that is known: how often it came since it was told, and the last time that it did. Used under its owner's lock.</summary>
internal sealed class CountedWarning : IDisposable
{
    private readonly ITimer _timer;
    private WarningLine? _last;
    private DateTimeOffset _at;
    private long _times;

    public CountedWarning(TimeProvider time, TimeSpan interval, Action<CountedWarning> passed)
    {
        // It is told of all who come, and not in the trace of who came first.
        using var unflowed = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _timer = time.CreateTimer(_ => passed(this), null, interval, interval);
    }

    /// <summary>Whether it did not come since it was told.</summary>
    public bool IsQuiet => _last is null;

    /// <summary>It came again.</summary>
    public void Count(WarningLine line, DateTimeOffset now) => (_last, _at, _times) = (line, now, _times + 1);

    /// <summary>What is to be told now; nothing where it did not come.</summary>
    public (WarningLine? Last, long Times, DateTimeOffset At) Take()
    {
        var taken = (_last, _times, _at);
        (_last, _times) = (null, 0);
        return taken;
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();
}
