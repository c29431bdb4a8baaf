using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using PostgresWorker.Control;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;
using PostgresWorker.Sources;
using PostgresWorker.Telemetry;

namespace PostgresWorker.Delivery;

/// <summary>
/// Delivers what is posted: changes of one listener and key one after another in the order of posting, those of others beside them on as many lanes as
/// there are. A change that waits for its next attempt holds back its own key and no lane. One writer.
/// </summary>
internal sealed class LaneSet : IAsyncDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly CancellationTokenSource _cancelled = new();
    private readonly CancellationTokenSource _failed = new();
    private readonly InFlight _inFlight;
    private readonly DeliveryQueue _queue;
    private readonly Lane[] _lanes;
    private readonly Pauses _pauses;
    private bool _isDisposed;

    public LaneSet(
        LaneSettings settings, IDeliveryAttempt attempt, IExhaustedDeliveries exhausted, TimeProvider time, ILogger logger, WireStore wire, Pauses? pauses = null, ParkedKeys? parked = null, DeliveryCounts? counts = null)
    {
        _inFlight = new InFlight(settings, wire, counts ?? new DeliveryCounts());
        _pauses = pauses ?? new Pauses();
        _lanes = new Lane[settings.Count];
        _queue = new DeliveryQueue(settings, _lanes, _pauses, time, wire, _inFlight);
        var deliverer = new Deliverer(attempt, exhausted, parked, logger, _cancelled.Token);
        for (var i = 0; i < settings.Count; i++)
        {
            _lanes[i] = new Lane(_queue, deliverer, settings.IsInline, Fail, _abandoned.Token);
        }

        Array.ForEach(_lanes, lane => lane.Start());
        _pauses.Attach(_queue);
    }

    /// <summary>Cancelled when nothing is delivered any more because of <see cref="Fault"/>.</summary>
    public CancellationToken Failed => _failed.Token;

    /// <summary>How many changes are posted and unfinished: a number of some moment, read without the lanes' lock.</summary>
    public int InFlight => _inFlight.Count;

    /// <summary>How many lanes deliver: likewise.</summary>
    public int Running => _queue.Running;

    /// <summary>What ended the lanes before their time.</summary>
    public Exception? Fault => _queue.Fault;

    /// <summary>Queues a change; waits where as much is unfinished as may be.</summary>
    /// <param name="routed">The change.</param>
    /// <param name="transaction">What waits for it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask PostAsync(in RoutedChange routed, DeliveryProgress transaction, CancellationToken cancellationToken)
    {
        var posting = new Posting { IsKept = false };
        posting.Add(routed, transaction);
        return PostAsync(posting, cancellationToken);
    }

    /// <summary>Queues changes; waits where as much is unfinished as may be.</summary>
    /// <param name="posting">The changes. Empty afterwards, unless the wait was ended.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask PostAsync(Posting posting, CancellationToken cancellationToken)
    {
        var posted = PostAsync(posting, out var wakes, cancellationToken);
        wakes.Run();
        return posted;
    }

    /// <summary>Queues changes; waits where as much is unfinished as may be.</summary>
    /// <param name="posting">The changes. Empty afterwards, unless the wait was ended.</param>
    /// <param name="wakes">Who goes on because of that, where nothing is waited for: for the caller to run, and soon.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask PostAsync(Posting posting, out Wakes wakes, CancellationToken cancellationToken)
    {
        posting.CountIn();
        if (_queue.Post(posting, out wakes) is not { } room)
        {
            return default;
        }

        wakes.Run();
        wakes = default;
        return PostAsync(posting, room, cancellationToken);
    }

    /// <summary>What is woken next is to do without the others: they are not woken until <see cref="EndAlone"/>.</summary>
    public void BeginAlone() => _queue.BeginAlone();

    /// <summary>Others are woken again, if there is something for them.</summary>
    public void EndAlone() => _queue.EndAlone();

    /// <summary>A barrier: waits until everything posted is finished, or all of one table. What is gathered for batches does not wait for more.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken, TableName? table = null)
    {
        while (_queue.Pass(table) is { } idle)
        {
            await WaitAsync(idle, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Begins no more deliveries and no more attempts; those that run may end.</summary>
    public async Task AbandonAsync()
    {
        await _abandoned.CancelAllAsync().ConfigureAwait(false);
        _queue.Abandon();
    }

    /// <summary>
    /// Waits until everything posted is finished or waits for something that may take long (its next attempt, the end of a pause), or until
    /// <paramref name="cancellationToken"/> is cancelled.
    /// </summary>
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
        await AbandonAsync().ConfigureAwait(false);
        await _cancelled.CancelAllAsync().ConfigureAwait(false);
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
        _pauses.Detach(_queue);
        _abandoned.Dispose();
        _cancelled.Dispose();
        _failed.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask PostAsync(Posting posting, WriterWait room, CancellationToken cancellationToken)
    {
        for (var wait = room; wait is not null;)
        {
            await WaitAsync(wait, cancellationToken).ConfigureAwait(false);
            wait = _queue.Post(posting, out var wakes);
            wakes.Run();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(WriterWait wait, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static queue => ((DeliveryQueue)queue!).StopWaiting(), _queue))
        {
            await wait.WaitAsync().ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private Task EndAsync()
    {
        _queue.Complete();
        return Task.WhenAll(_lanes.Select(lane => lane.Completion));
    }

    private void Fail(Exception error)
    {
        _queue.Abandon(error);
        _ = _failed.CancelAllAsync();
    }
}
