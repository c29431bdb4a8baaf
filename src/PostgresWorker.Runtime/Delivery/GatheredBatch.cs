using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>Deliveries of one listener of batches that wait in a lane for others of it.</summary>
/// <param name="route">The listener.</param>
/// <param name="begun">When the first came, by the time provider's timestamp.</param>
internal sealed class GatheredBatch(IBatchListenerRoute route, long begun)
{
    private readonly List<PendingDelivery> _deliveries = [];

    public IBatchListenerRoute Route => route;

    public IReadOnlyList<PendingDelivery> Deliveries => _deliveries;

    public bool IsFull => _deliveries.Count >= route.MaxSize;

    public void Add(PendingDelivery delivery) => _deliveries.Add(delivery);

    /// <summary>How long the batch may still wait; zero or less where it is due.</summary>
    public TimeSpan Rest(TimeProvider time) => route.MaxWait - time.GetElapsedTime(begun);
}
