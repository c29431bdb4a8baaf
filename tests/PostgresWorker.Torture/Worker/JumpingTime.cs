namespace PostgresWorker.Torture.Worker;

/// <summary>A clock that somebody sets, forth and back; its timers and timestamps are those of the machine, as they are where a clock is set.</summary>
internal sealed class JumpingTime(Orders orders, Journal journal) : TimeProvider
{
    private long _told;

    public override DateTimeOffset GetUtcNow()
    {
        var seconds = orders["clock"];
        if (Interlocked.Exchange(ref _told, seconds) != seconds)
        {
            journal.Befell($"clock {seconds}");
        }

        return System.GetUtcNow().AddSeconds(seconds);
    }
}
