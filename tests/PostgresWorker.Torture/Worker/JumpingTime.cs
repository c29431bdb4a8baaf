namespace PostgresWorker.Torture.Worker;

/// <summary>A clock that somebody sets, forth and back; its timers and timestamps are those of the machine, as they are where a clock is set.</summary>
internal sealed class JumpingTime : TimeProvider, IDisposable
{
    private readonly Orders _orders;
    private readonly Journal _journal;
    private readonly Timer _looking;
    private long _told;

    public JumpingTime(Orders orders, Journal journal)
    {
        (_orders, _journal) = (orders, journal);

        // The runtime asks for the time of day now and then only: that the clock was set is to be known at once.
        _looking = new Timer(_ => GetUtcNow(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
    }

    public override DateTimeOffset GetUtcNow()
    {
        var seconds = _orders["clock"];
        if (Interlocked.Exchange(ref _told, seconds) != seconds)
        {
            _journal.Befell($"clock {seconds}");
        }

        return System.GetUtcNow().AddSeconds(seconds);
    }

    public void Dispose() => _looking.Dispose();
}
