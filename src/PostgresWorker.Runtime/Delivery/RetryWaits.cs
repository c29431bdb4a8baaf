namespace PostgresWorker.Delivery;

/// <summary>The work that waits for its next attempt, each with a timer of its own.</summary>
/// <param name="time">The clock.</param>
/// <param name="waited">Called with work whose wait is over, by its timer.</param>
internal sealed class RetryWaits(TimeProvider time, TimerCallback waited)
{
    private readonly HashSet<Work> _waiting = [];

    public int Count => _waiting.Count;

    public void Begin(Work work, TimeSpan delay)
    {
        _waiting.Add(work);
        if (work.Timer is null)
        {
            work.Timer = time.CreateTimer(waited, work, delay, Timeout.InfiniteTimeSpan);
        }
        else
        {
            work.Timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    public void End(Work work) => _waiting.Remove(work);

    public void StopTimers()
    {
        foreach (var work in _waiting)
        {
            work.StopTimer();
        }
    }
}
