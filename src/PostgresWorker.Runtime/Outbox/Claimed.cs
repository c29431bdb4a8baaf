namespace PostgresWorker.Outbox;

/// <summary>The lanes of an instance.</summary>
/// <param name="Claims">How often it had taken some: another number whenever there are lanes that it did not have before.</param>
/// <param name="Lanes">All of its lanes.</param>
internal sealed record Claimed(long Claims, IReadOnlyList<short> Lanes);
