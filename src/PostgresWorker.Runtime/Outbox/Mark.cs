namespace PostgresWorker.Outbox;

/// <summary>Whatever was committed up to a position in the lanes that this instance had has begun.</summary>
/// <param name="Position">The position.</param>
/// <param name="Claims">How often the instance had taken lanes: of those that it took later nothing is said.</param>
/// <param name="IsAll">Whether it had all lanes.</param>
internal sealed record Mark(Lsn Position, long Claims, bool IsAll);
