namespace PostgresWorker.Telemetry;

/// <summary>What the server and the store say of a source, as of the last time that they were asked. Null is what is not known, or what its capture does not have.</summary>
internal sealed record SourceFigures
{
    /// <summary>WAL behind the confirmed position, in bytes.</summary>
    public long? Unconfirmed { get; init; }

    /// <summary>WAL that is kept for the slot, in bytes.</summary>
    public long? Retained { get; init; }

    /// <summary>Whether the WAL that the slot needs is there: reserved, extended, unreserved or lost.</summary>
    public string? WalStatus { get; init; }

    /// <summary>How much may be written before the slot is in danger, in bytes.</summary>
    public long? SafeWal { get; init; }

    /// <summary>How much may be kept for a slot, in bytes: <c>max_slot_wal_keep_size</c>; null where that bounds nothing.</summary>
    public long? WalLimit { get; init; }

    /// <summary>Changes in the outbox.</summary>
    public long? Pending { get; init; }

    /// <summary>How old the oldest of them is.</summary>
    public TimeSpan? OldestAge { get; init; }

    /// <summary>Dead letters that are stored or asked for.</summary>
    public long? DeadLetters { get; init; }

    /// <summary>Changes that wait for a parked key.</summary>
    public long? Parked { get; init; }
}
