namespace PostgresWorker.Outbox;

/// <summary>A change as it stands in the outbox. Its JSON is in the <see cref="RowBuffer"/> that it was read into.</summary>
internal readonly record struct OutboxRow
{
    public required long Id { get; init; }

    /// <summary>Which of the captures wrote it.</summary>
    public required int Capture { get; init; }

    /// <summary>I insert, U update, D delete, T truncate, E a row of a snapshot.</summary>
    public required char Kind { get; init; }

    public required short Lane { get; init; }

    /// <summary>The lane of the key that an update moves its row from; null where the key is the same.</summary>
    public required short? OldLane { get; init; }

    public required uint TransactionId { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>Where the old row's JSON is; of a row of a snapshot, what <see cref="Snapshots.SnapshotMark"/> reads.</summary>
    public required Range Old { get; init; }

    /// <summary>Where the new row's JSON is.</summary>
    public required Range New { get; init; }

    /// <summary>Why the rows are not there; null where they are.</summary>
    public required string? Problem { get; init; }

    /// <summary>The writer's place in its trace, where that is read and there is one.</summary>
    public string? TraceParent { get; init; }
}
