using System.Runtime.CompilerServices;
using PostgresWorker.Delivery;

namespace PostgresWorker.Hosting;

/// <summary>
/// The pump's wait for the stream, in whose thread a lane goes on meanwhile. To wake another thread for it takes longer than most listeners do, and while nothing comes this one has nothing to
/// do. It has left the pump by then: what comes is read by another thread, however long the lane keeps this one.
/// </summary>
/// <param name="next">The wait.</param>
/// <param name="wakes">Who goes on meanwhile.</param>
internal readonly struct StreamWait(ValueTask next, Wakes wakes) : ICriticalNotifyCompletion
{
    private readonly ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _next = next.ConfigureAwait(false).GetAwaiter();

    /// <summary>Whether there is nothing to wait for. Asked once, before the others: lanes then go on in threads of their own.</summary>
    public bool IsCompleted
    {
        get
        {
            if (!_next.IsCompleted)
            {
                return false;
            }

            wakes.Run();
            return true;
        }
    }

    public StreamWait GetAwaiter() => this;

    public void GetResult() => _next.GetResult();

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation)
    {
        // In this order: from here on the pump goes on by itself. A thread that is not the pool's is somebody's own, such as the sockets' where they are told to go on there: not for listeners to keep.
        _next.UnsafeOnCompleted(continuation);
        wakes.Run(here: Thread.CurrentThread.IsThreadPoolThread);
    }
}
