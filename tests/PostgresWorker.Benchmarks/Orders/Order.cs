namespace PostgresWorker.Benchmarks;

public enum OrderStatus
{
    Pending,
    Shipped,
    Cancelled,
}

public sealed record Order(long Id, long CustomerId, OrderStatus Status, decimal Total, DateTimeOffset PlacedAt, string? Note);

public static class OrderListeners
{
    [PostgresListener("bench", "orders")]
    public static void OnOrder(Inserted<Order> inserted) => ArgumentNullException.ThrowIfNull(inserted);
}
