namespace PostgresWorker.Outbox.Snapshots;

/// <summary>How far a snapshot over an outbox is.</summary>
internal sealed record OutboxSnapshotRow
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    public required TableName Table { get; init; }

    /// <summary>Whether rows of it may have been written.</summary>
    public required bool IsBegun { get; init; }

    /// <summary>The texts of the key up to which rows are written, but for <see cref="LeftKeys"/>; null where none is.</summary>
    public required string[]? Key { get; init; }

    /// <summary>The keys of rows that somebody had locked, each a JSON array of its texts.</summary>
    public required string[] LeftKeys { get; init; }

    /// <summary>How many rows are finished.</summary>
    public required long Rows { get; init; }

    /// <summary>How many rows were written into the outbox.</summary>
    public required long Written { get; init; }

    /// <summary>Whether these are all.</summary>
    public required bool IsWritten { get; init; }

    /// <summary>About how many rows there are; null where the server does not know.</summary>
    public required long? Estimated { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public SnapshotStatus ToStatus(string source) => new(Id, source, Table, SnapshotState.Running, Rows, Estimated, RequestedAt, FinishedAt: null, Error: null);
}
