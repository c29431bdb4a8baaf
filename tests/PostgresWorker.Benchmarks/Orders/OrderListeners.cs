namespace PostgresWorker.Benchmarks;

/// <summary>What workers drain into: it counts, and completes what somebody waits for.</summary>
public static class DrainListeners
{
    private static readonly TaskCompletionSource Never = new();

    private static long _handled;
    private static long _awaited = long.MaxValue;
    private static TaskCompletionSource _reached = Never;

    /// <summary>How many changes were handled.</summary>
    public static long Handled => Interlocked.Read(ref _handled);

    /// <summary>Completes when so many more were handled.</summary>
    /// <param name="more">How many.</param>
    public static Task WhenHandledAsync(long more)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reached = reached;
        Volatile.Write(ref _awaited, Handled + more);
        return reached.Task;
    }

    /// <summary>Where to say when each was handled; null where nobody asks.</summary>
    internal static Latencies? Latencies { get; set; }

    [PostgresListener("drain", "orders")]
    public static void OnOrder(Change<Order> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Latencies?.Add(change.Context.CommitTime);
        if (Interlocked.Increment(ref _handled) == Volatile.Read(ref _awaited))
        {
            _reached.TrySetResult();
        }
    }
}
