namespace PostgresWorker.Wal;

/// <summary>A source of which one can say where its reader stands: between which transactions, and what has come.</summary>
internal interface IStreamingSource : IConfirmableSource
{
    /// <summary>The cluster's system identifier.</summary>
    string SystemIdentifier { get; }

    /// <summary>
    /// The highest position that was heard of. Whatever was committed before it has been handed out, or been begun to be, but for what ends at this very position.
    /// </summary>
    Lsn Arrived { get; }

    /// <summary>Whether the reader is within a transaction; false when its end was handed out.</summary>
    bool IsInTransaction { get; }
}
