namespace PostgresWorker.Integration.Worker;

public sealed class OrderListeners(Inbox inbox)
{
    [PostgresListener("shop", "orders")]
    public Task OnOrder(Change<Order> change, CancellationToken ct) => inbox.TakeAsync(change, ct);
}
