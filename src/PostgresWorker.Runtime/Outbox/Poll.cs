namespace PostgresWorker.Outbox;

/// <summary>What one look at the outbox has brought.</summary>
/// <param name="Horizon">How far it was written just before.</param>
/// <param name="Rows">The changes that were not known before, in order: all there are, or the first of them.</param>
/// <param name="IsWhole">Whether these are all there are.</param>
/// <param name="Parked">Another whenever an instance parked keys that may be of others' lanes, asked for behind the rows: what is gone from there because it was parked is told of here.</param>
/// <param name="Asked">The position that somebody waits for at an instance; none where nobody waits.</param>
/// <param name="Columns">Tells the columns of the captured tables as they were just after from those at other times.</param>
internal sealed record Poll(Horizon Horizon, IReadOnlyList<OutboxRow> Rows, bool IsWhole, long Parked, Lsn Asked, string Columns);
