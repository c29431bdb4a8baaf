namespace PostgresWorker.Store;

/// <summary>A consumer's row in <c>postgres_worker.checkpoints</c>.</summary>
/// <param name="SystemIdentifier">The cluster whose positions these are.</param>
/// <param name="DatabaseOid">The database whose changes are read.</param>
/// <param name="Timeline">The cluster's timeline when an instance last became active.</param>
/// <param name="SlotIncarnation">
/// Where the slot stood when this consumer first read from it. Postgres gives slots no id, but to make one writes WAL: no two slots of one name begin
/// at one position, and one that is made later begins behind all that was written before.
/// </param>
/// <param name="Epoch">When an instance last became active, in milliseconds of the database's clock since 1970, and greater each time; whoever has an older one writes nothing any more.</param>
/// <param name="Position">Everything up to here is finished. The server never hears of a later position before it stands here.</param>
/// <param name="AcceptedGapFrom">The position behind which an operator has accepted that changes are missing.</param>
/// <param name="AcceptedGapTo">Where the source went on then; null where it has not yet.</param>
/// <param name="AcceptedGapBy">The operator's role.</param>
internal sealed record CheckpointRow(
    string SystemIdentifier,
    uint DatabaseOid,
    uint Timeline,
    Lsn SlotIncarnation,
    long Epoch,
    Lsn Position,
    Lsn? AcceptedGapFrom = null,
    Lsn? AcceptedGapTo = null,
    string? AcceptedGapBy = null)
{
    /// <summary>Whether an operator has accepted what is missing behind this very position.</summary>
    public bool IsGapAccepted => AcceptedGapFrom == Position && AcceptedGapTo is null;
}
