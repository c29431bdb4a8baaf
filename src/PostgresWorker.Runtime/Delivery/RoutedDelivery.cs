using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>A change while it is delivered: a reference to it, for it is large, and is handed on by each step of a call. Valid until the delivery is settled.</summary>
/// <param name="delivery">The delivery.</param>
internal readonly struct RoutedDelivery(PendingDelivery delivery) : IRouted
{
    /// <inheritdoc />
    public ListenerRoute Route => delivery.Routed.Route;

    /// <inheritdoc />
    public string Id => delivery.Routed.Id;

    /// <inheritdoc />
    public int Count => 1;

    /// <inheritdoc />
    public ChangeContext Context => delivery.Routed.Context;

    /// <inheritdoc />
    public Exception? ReadFailure => delivery.Routed.ReadFailure;

    /// <inheritdoc />
    public IReadOnlyList<ChangeContext> Contexts => delivery.Routed.Contexts;

    /// <inheritdoc />
    public IReadOnlyList<Change> Delivered => delivery.Routed.Delivered;

    /// <inheritdoc />
    public IRouted? Without(IReadOnlySet<int> places) => delivery.Routed.Without(places);

    /// <inheritdoc />
    public IRouted Kept() => delivery.Routed;

    /// <inheritdoc />
    public void BeginAttempt(int attempt) => delivery.Routed.BeginAttempt(attempt);

    /// <inheritdoc />
    public void AddLockKeys(SortedSet<string> into) => delivery.Routed.AddLockKeys(into);

    /// <inheritdoc />
    public ValueTask InvokeAsync(DeliveryScope scope, CancellationToken cancellationToken) => delivery.Routed.InvokeAsync(scope, cancellationToken);
}
