using System.Threading.Channels;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>
/// A bounded queue whose deliveries are made one after another. Those of listeners of batches are gathered beside the queue meanwhile: what is of
/// other listeners may pass them, for only changes of one listener have an order. So the lane holds at most its capacity and one batch of each
/// such listener.
/// </summary>
internal sealed class Lane
{
    private readonly Channel<PendingDelivery> _queue;
    private readonly ILaneDeliveries _deliveries;
    private readonly TimeProvider _time;
    private readonly CancellationToken _abandoned;
    private readonly Gathering _gathering;

    // A wait for the queue that a batch came before.
    private Task<bool>? _queued;

    public Lane(int capacity, ILaneDeliveries deliveries, TimeProvider time, CancellationToken abandoned)
    {
        _queue = Channel.CreateBounded<PendingDelivery>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        _deliveries = deliveries;
        _time = time;
        _abandoned = abandoned;
        _gathering = new Gathering(time);
        Completion = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Completes when no more deliveries are made.</summary>
    public Task Completion { get; }

    /// <summary>Queues a delivery behind the others; waits where the queue is full.</summary>
    public ValueTask PostAsync(PendingDelivery delivery, CancellationToken cancellationToken) => _queue.Writer.WriteAsync(delivery, cancellationToken);

    /// <summary>No more deliveries come: what is queued and gathered is delivered without waiting for more.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    private async Task RunAsync()
    {
        try
        {
            while (await WaitAsync().ConfigureAwait(false))
            {
                while (!_abandoned.IsCancellationRequested && _queue.Reader.TryRead(out var delivery))
                {
                    await TakeAsync(delivery).ConfigureAwait(false);
                }

                await DeliverDueAsync().ConfigureAwait(false);
            }

            await DeliverGatheredAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_abandoned.IsCancellationRequested)
        {
            // What is left in the queue is unfinished and comes again.
        }
        catch (Exception e)
        {
            // Whoever posts next learns that nothing is delivered here any more.
            _queue.Writer.TryComplete(e);
            throw;
        }
    }

    /// <summary>Waits until something is queued or a batch is due.</summary>
    /// <returns>False where nothing more comes.</returns>
    private async ValueTask<bool> WaitAsync()
    {
        if (_queued is null)
        {
            var queued = _queue.Reader.WaitToReadAsync(_abandoned);
            if (_gathering.IsEmpty || queued.IsCompleted)
            {
                return await queued.ConfigureAwait(false);
            }

            _queued = queued.AsTask();
        }

        if (!_gathering.IsEmpty && await IsDueFirstAsync(_queued).ConfigureAwait(false))
        {
            return true;
        }

        var isOpen = await _queued.ConfigureAwait(false);
        _queued = null;
        return isOpen;
    }

    private async ValueTask<bool> IsDueFirstAsync(Task queued)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_abandoned);
        while (_gathering.Rest is { Ticks: > 0 } rest)
        {
            // Rounded up: a clock that counts milliseconds would call too early.
            var delay = Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), _time, ended.Token);
            if (await Task.WhenAny(queued, delay).ConfigureAwait(false) == queued || _abandoned.IsCancellationRequested)
            {
                await ended.CancelAsync().ConfigureAwait(false);
                return false;
            }
        }

        return true;
    }

    private async ValueTask TakeAsync(PendingDelivery delivery)
    {
        if (delivery.Transaction is null)
        {
            await DeliverGatheredAsync().ConfigureAwait(false);
        }
        else if (delivery.Routed.Route is not IBatchListenerRoute batched)
        {
            await DeliverDueAsync().ConfigureAwait(false);
            await _deliveries.DeliverAsync(delivery).ConfigureAwait(false);
        }
        else if (delivery.Routed.Change is null)
        {
            // A row that cannot be read fails alone, behind what came before it.
            await DeliverAsync(_gathering.Take(batched)).ConfigureAwait(false);
            await _deliveries.DeliverAsync(delivery).ConfigureAwait(false);
        }
        else if (_gathering.Add(delivery) is { } full)
        {
            await DeliverAsync(full).ConfigureAwait(false);
            await DeliverDueAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask DeliverDueAsync()
    {
        while (!_abandoned.IsCancellationRequested && _gathering.TakeDue() is { } due)
        {
            await DeliverAsync(due).ConfigureAwait(false);
        }
    }

    private async ValueTask DeliverGatheredAsync()
    {
        while (!_abandoned.IsCancellationRequested && _gathering.TakeFirst() is { } batch)
        {
            await DeliverAsync(batch).ConfigureAwait(false);
        }
    }

    private ValueTask DeliverAsync(GatheredBatch? batch) => batch is null ? default : _deliveries.DeliverAsync(batch);
}
