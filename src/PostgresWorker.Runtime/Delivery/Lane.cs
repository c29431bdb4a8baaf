using System.Threading.Channels;

namespace PostgresWorker.Delivery;

/// <summary>A bounded queue whose deliveries are made one after another.</summary>
internal sealed class Lane
{
    private readonly Channel<PendingDelivery> _queue;

    public Lane(int capacity, Func<PendingDelivery, ValueTask> deliver, CancellationToken abandoned)
    {
        _queue = Channel.CreateBounded<PendingDelivery>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        Completion = Task.Run(() => RunAsync(deliver, abandoned), CancellationToken.None);
    }

    /// <summary>Completes when no more deliveries are made.</summary>
    public Task Completion { get; }

    /// <summary>Queues a delivery behind the others; waits where the queue is full.</summary>
    public ValueTask PostAsync(PendingDelivery delivery, CancellationToken cancellationToken) => _queue.Writer.WriteAsync(delivery, cancellationToken);

    /// <summary>No more deliveries come.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    private async Task RunAsync(Func<PendingDelivery, ValueTask> deliver, CancellationToken abandoned)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(abandoned).ConfigureAwait(false))
            {
                while (!abandoned.IsCancellationRequested && _queue.Reader.TryRead(out var delivery))
                {
                    await deliver(delivery).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (abandoned.IsCancellationRequested)
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
}
