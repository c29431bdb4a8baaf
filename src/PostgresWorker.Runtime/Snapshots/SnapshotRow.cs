namespace PostgresWorker.Snapshots;

/// <summary>A row of <c>postgres_worker.snapshots</c> that has not ended.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Table">The table.</param>
/// <param name="IsBegun">Whether rows of it may have been read before.</param>
/// <param name="Key">The texts of the key up to which all rows are finished; null where none is.</param>
/// <param name="Rows">How many rows are finished.</param>
/// <param name="Estimated">About how many there are.</param>
/// <param name="RequestedAt">When it was asked for.</param>
internal sealed record SnapshotRow(long Id, TableName Table, bool IsBegun, string[]? Key, long Rows, long? Estimated, DateTimeOffset RequestedAt);
