namespace PostgresWorker.Abstractions.Tests;

public enum OrderStatus
{
    Placed,
    Shipped,
}

public sealed record Order(long Id, OrderStatus Status, string? Note);

internal interface IMailer
{
    Task Placed(Order order, CancellationToken cancellationToken);
}

internal sealed class OrderListeners(IMailer mailer)
{
    [PostgresListener("shop", "orders")]
    public Task OnOrder(Change<Order> change, CancellationToken cancellationToken) => change switch
    {
        Inserted<Order> { New: var order } => mailer.Placed(order, cancellationToken),
        _ => Task.CompletedTask,
    };

    [PostgresListener("orders")]
    public static void OnTruncated(Truncated change) => ArgumentNullException.ThrowIfNull(change);
}
