namespace PostgresWorker.Store;

/// <summary>All that decides where a source begins.</summary>
/// <param name="Slot">The slot's name, which is the consumer's.</param>
/// <param name="Publication">The publication's name.</param>
/// <param name="SystemIdentifier">The cluster that the connection leads to.</param>
/// <param name="DatabaseOid">The database that it leads to.</param>
/// <param name="Timeline">The cluster's timeline.</param>
/// <param name="HasPublication">Whether the publication is there.</param>
/// <param name="State">The slot; null where there is none.</param>
internal sealed record StartState(
    string Slot, string Publication, string SystemIdentifier, uint DatabaseOid, uint Timeline, bool HasPublication, SlotState? State)
{
    /// <summary>The consumer's row, read after the slot: a position is written before the slot takes it. Null where there is none.</summary>
    public CheckpointRow? Checkpoint { get; init; }

    /// <summary>The end of the server's WAL, read after the row.</summary>
    public Lsn WalEnd { get; init; }

    /// <summary>
    /// Whether the row went through all failovers and restores together with the WAL that it speaks of: it does so in the source's own database. Elsewhere it may speak of WAL of
    /// another timeline, which the server never had.
    /// </summary>
    public bool IsStoredWithSource { get; init; } = true;
}
