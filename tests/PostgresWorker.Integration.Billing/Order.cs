namespace Billing;

/// <summary>Two columns of the table that the other assembly's Order reads more of.</summary>
internal sealed record Order(long Id, decimal Total);
