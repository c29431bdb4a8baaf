namespace Quickstart;

/// <summary>A row of the table orders: each property is the column of its name in snake_case.</summary>
public sealed record Order(long Id, long CustomerId, OrderStatus Status, decimal Total, DateTimeOffset PlacedAt, string? Note);

/// <summary>The labels of the Postgres enum order_status.</summary>
public enum OrderStatus
{
    Placed,
    Paid,
    Shipped,
}
