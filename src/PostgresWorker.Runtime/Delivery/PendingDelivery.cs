using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>A change on its way to one listener.</summary>
/// <param name="Routed">The change and the listener.</param>
/// <param name="Transaction">What waits for the delivery to be finished; null for <see cref="Hurry"/>.</param>
internal readonly record struct PendingDelivery(RoutedChange Routed, TransactionProgress? Transaction)
{
    /// <summary>No change, but a mark in a lane's queue: what was gathered before it is delivered without waiting for more.</summary>
    public static PendingDelivery Hurry => default;
}
