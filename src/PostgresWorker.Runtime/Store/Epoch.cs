using PostgresWorker.Sources;

namespace PostgresWorker.Store;

/// <summary>
/// The time in which this instance is the active one, or one of those that share the work. It ends when another becomes active in its place, which is noticed when something is to be written; from
/// then on nothing may be delivered here.
/// </summary>
/// <param name="number">The epoch's number; 0 where epochs are not counted.</param>
/// <param name="fence">How statements find out whether it is over.</param>
internal sealed class Epoch(long number, Fence? fence = null) : IDisposable
{
    private readonly CancellationTokenSource _over = new();

    public long Number => number;

    public Fence Fence { get; } = fence ?? Fence.Checkpoint;

    /// <summary>Cancelled when the epoch is known to be over.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Another instance has become active.</summary>
    public Task EndAsync() => _over.CancelAllAsync();

    /// <summary>As <see cref="EndAsync"/>, and goes no further: what runs in a lane waits until it is cancelled.</summary>
    public async Task EndAndStayAsync(CancellationToken cancelled)
    {
        await EndAsync().ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, cancelled).ConfigureAwait(false);
    }

    public void Dispose() => _over.Dispose();
}
