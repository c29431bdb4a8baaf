namespace PostgresWorker.Integration;

public enum OrderStatus
{
    Pending,
    Shipped,
    Cancelled,
}

public sealed record Order(long Id, long CustomerId, OrderStatus Status, decimal Total, DateTimeOffset PlacedAt, string? Note);
