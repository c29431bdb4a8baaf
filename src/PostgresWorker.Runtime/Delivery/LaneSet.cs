using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>
/// Spreads changes over lanes by key: those of one key are delivered one after another in the order of posting, those of others beside
/// them. One writer.
/// </summary>
internal sealed class LaneSet : ILaneDeliveries, IAsyncDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly Lock _lock = new();
    private readonly Lane[] _lanes;
    private readonly DeliveryAttempt _attempt;
    private TaskCompletionSource? _idle;
    private bool _gathers;
    private bool _isDisposed;
    private int _inFlight;

    public LaneSet(int count, int capacity, DeliveryAttempt attempt, TimeProvider time)
    {
        _attempt = attempt;
        _lanes = new Lane[count];
        for (var i = 0; i < count; i++)
        {
            _lanes[i] = new Lane(capacity, this, time, _abandoned.Token);
        }
    }

    /// <summary>Queues a change in the lane of its key and listener; waits where that is full.</summary>
    public ValueTask PostAsync(RoutedChange routed, TransactionProgress transaction, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inFlight);
        transaction.Add();
        _gathers |= routed.Route is IBatchListenerRoute;

        // Listeners of one table do not wait for each other, so the lane is also the listener's.
        var lane = (uint)HashCode.Combine(routed.Key, routed.Route) % (uint)_lanes.Length;
        return _lanes[lane].PostAsync(new PendingDelivery(routed, transaction), cancellationToken);
    }

    /// <summary>A barrier: waits until everything posted is finished. What is gathered for batches does not wait for more.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken) => _gathers ? HurryAsync(cancellationToken) : IdleAsync(cancellationToken);

    /// <summary>Begins no more deliveries and no more attempts; those that run may end.</summary>
    public Task AbandonAsync() => _abandoned.CancelAsync();

    /// <summary>Waits until everything posted is finished, or until <paramref name="cancellationToken"/> is cancelled.</summary>
    /// <returns>Whether all deliveries ended by themselves; otherwise <see cref="CancelAsync"/> is next.</returns>
    public async Task<bool> DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EndAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Cancels what is unfinished and waits for the handlers to return: their keys' changes must not run beside them later.</summary>
    public async Task CancelAsync()
    {
        await _abandoned.CancelAsync().ConfigureAwait(false);
        await _cancelled.CancelAsync().ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await CancelAsync().ConfigureAwait(false);
        _abandoned.Dispose();
        _cancelled.Dispose();
    }

    private async Task HurryAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_lanes.Select(lane => lane.PostAsync(PendingDelivery.Hurry, cancellationToken).AsTask())).ConfigureAwait(false);
        await IdleAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task IdleAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_inFlight == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellationToken);
        }
    }

    private Task EndAsync()
    {
        foreach (var lane in _lanes)
        {
            lane.Complete();
        }

        return Task.WhenAll(_lanes.Select(lane => lane.Completion));
    }

    async ValueTask ILaneDeliveries.DeliverAsync(PendingDelivery delivery)
    {
        await _attempt.DeliverAsync(delivery.Routed, _cancelled.Token, _abandoned.Token).ConfigureAwait(false);
        delivery.Transaction!.Finish();
        Finish(1);
    }

    async ValueTask ILaneDeliveries.DeliverAsync(GatheredBatch batch)
    {
        var routed = new RoutedBatch([.. batch.Deliveries.Select(delivery => delivery.Routed)]);
        await _attempt.DeliverAsync(routed, _cancelled.Token, _abandoned.Token).ConfigureAwait(false);
        foreach (var delivery in batch.Deliveries)
        {
            delivery.Transaction!.Finish();
        }

        Finish(batch.Deliveries.Count);
    }

    private void Finish(int count)
    {
        if (Interlocked.Add(ref _inFlight, -count) == 0)
        {
            lock (_lock)
            {
                // Asked again: since the decrement the writer may have passed one barrier, posted, and come to the next.
                if (Volatile.Read(ref _inFlight) == 0)
                {
                    _idle?.TrySetResult();
                    _idle = null;
                }
            }
        }
    }
}
