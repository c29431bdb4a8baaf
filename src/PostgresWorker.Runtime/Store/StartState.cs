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

    /// <summary>
    /// pg_last_wal_replay_lsn(): where the server ended its recovery, which since its promotion is where its timeline begins. Null where it was started in order since then.
    /// </summary>
    public Lsn? Replayed { get; init; }

    /// <summary>
    /// Up to where the WAL of an earlier timeline is the server's too; null where that is not known. It is known of the one before only: where there were two promotions, the last replayed position is of the second.
    /// </summary>
    public Lsn? SharedUntil(uint timeline) => Timeline == timeline + 1 ? Replayed : null;
}
