namespace ReadModel;

/// <summary>A row of the table orders.</summary>
public sealed record Order(long Id, long CustomerId, decimal Total);
