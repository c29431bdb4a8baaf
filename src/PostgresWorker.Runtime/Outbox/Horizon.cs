namespace PostgresWorker.Outbox;

/// <summary>
/// How far the outbox was written at one moment. Whoever has drawn a number from its sequence holds a lock on the outbox until its transaction has ended: when the writers of that
/// moment are gone, no change up to its last number can appear any more. That is so whatever other transactions are open, in this database or another.
/// </summary>
/// <param name="Position">Up to where the WAL was written; asked first.</param>
/// <param name="LastId">The last number that was drawn; asked then.</param>
/// <param name="Writers">The transactions that were writing to the outbox, by their virtual transaction ids; asked last.</param>
internal sealed record Horizon(Lsn Position, long LastId, IReadOnlySet<string> Writers);
