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

/// <summary>What <see cref="OutboxDrainBenchmarks"/> drains into.</summary>
public static class DrainListeners
{
    private static long _handled;

    /// <summary>How many changes were handled.</summary>
    public static long Handled => Interlocked.Read(ref _handled);

    [PostgresListener("drain", "orders")]
    public static void OnOrder(Change<Order> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Interlocked.Increment(ref _handled);
    }
}
