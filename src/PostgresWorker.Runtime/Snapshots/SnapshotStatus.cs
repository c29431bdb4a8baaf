namespace PostgresWorker;

/// <summary>A snapshot of one table.</summary>
/// <param name="Id">Its number, with which the ids of its rows begin.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Table">The table.</param>
/// <param name="State">How far it is.</param>
/// <param name="Rows">How many rows were delivered and are finished; some of them twice, where a process was killed.</param>
/// <param name="EstimatedRows">About how many rows the table had when it began; null where the server did not know.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="FinishedAt">When it ended; null while it has not.</param>
/// <param name="Error">Why it failed.</param>
public sealed record SnapshotStatus(
    long Id, string Source, TableName Table, SnapshotState State, long Rows, long? EstimatedRows, DateTimeOffset RequestedAt, DateTimeOffset? FinishedAt, string? Error);
