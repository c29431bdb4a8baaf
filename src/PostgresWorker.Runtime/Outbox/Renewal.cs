namespace PostgresWorker.Outbox;

/// <summary>What an instance learns when its lease is prolonged.</summary>
/// <param name="Claims">How often it has taken lanes.</param>
/// <param name="Handled">Up to where all instances together have handled the outbox; none where that is not known.</param>
internal sealed record Renewal(long Claims, Lsn Handled);
