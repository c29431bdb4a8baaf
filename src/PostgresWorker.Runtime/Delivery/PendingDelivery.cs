using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>A change on its way to one listener.</summary>
/// <param name="Routed">The change and the listener.</param>
/// <param name="Transaction">What waits for the delivery to be finished.</param>
internal readonly record struct PendingDelivery(RoutedChange Routed, TransactionProgress Transaction);
