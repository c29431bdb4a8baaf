namespace PostgresWorker.Sources;

/// <summary>What a <see cref="RawChange"/> is.</summary>
internal enum RawChangeKind
{
    /// <summary>A committed transaction begins.</summary>
    Begin,

    /// <summary>A row was inserted, updated or deleted, or was there before.</summary>
    Row,

    /// <summary>Tables were truncated.</summary>
    Truncate,

    /// <summary>Somebody wrote a message into the log.</summary>
    Message,

    /// <summary>The transaction ends.</summary>
    Commit,
}
