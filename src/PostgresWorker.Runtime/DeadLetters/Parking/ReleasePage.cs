namespace PostgresWorker.DeadLetters.Parking;

/// <summary>Some changes of keys that are tied to each other, on their way to their listener in their order. The next page is read when all of this one have ended; once one fails, those behind it are withdrawn.</summary>
/// <param name="listener">The listener.</param>
/// <param name="keys">The keys.</param>
/// <param name="lane">The lane whose holder releases the listener's keys.</param>
/// <param name="onEnded">Told when all have ended.</param>
internal sealed class ReleasePage(string listener, IReadOnlyList<string> keys, short lane, Action<ReleasePage> onEnded)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One more than are on their way, for as long as more may be.
    private int _left = 1;
    private volatile bool _isFailed;

    public string Listener => listener;

    public IReadOnlyList<string> Keys => keys;

    public short Lane => lane;

    public bool IsFailed => _isFailed;

    /// <summary>Completes when all have ended.</summary>
    public Task Ended => _ended.Task;

    public void Add() => Interlocked.Increment(ref _left);

    public void Fail() => _isFailed = true;

    public void End()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            onEnded(this);
            _ended.SetResult();
        }
    }
}
