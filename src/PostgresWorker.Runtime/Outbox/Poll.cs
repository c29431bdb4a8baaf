namespace PostgresWorker.Outbox;

/// <summary>What one look at the outbox has brought.</summary>
/// <param name="Horizon">How far it was written just before.</param>
/// <param name="Rows">The changes that were not known before, in order: all there are, or the first of them.</param>
/// <param name="IsWhole">Whether these are all there are.</param>
/// <param name="Columns">Tells the columns of the captured tables as they were just after from those at other times.</param>
internal sealed record Poll(Horizon Horizon, IReadOnlyList<OutboxRow> Rows, bool IsWhole, string Columns);
