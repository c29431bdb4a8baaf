namespace PostgresWorker.TestWorker;

internal enum ItemState
{
    New,
    InStock,
    SoldOut,
}

/// <summary>A row with a column of each kind that behaves differently under Native AOT: enum, numeric, time, nullable text.</summary>
internal sealed record Item(long Id, int Version, ItemState State, decimal Price, DateTimeOffset ChangedAt, string? Note);
