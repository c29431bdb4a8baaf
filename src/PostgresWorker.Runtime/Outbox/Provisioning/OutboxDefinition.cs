namespace PostgresWorker.Outbox.Provisioning;

/// <summary>What a source's configuration says of its outbox.</summary>
/// <param name="Consumer">Whose outbox it is: <see cref="Wal.SlotName.For"/>.</param>
/// <param name="WakesUp">Whether a write ends with NOTIFY.</param>
/// <param name="Ordering">With <see cref="Ordering.PerTable"/> captures have no key: all changes of a table then have one lane.</param>
/// <param name="ReadsTraces">Whether the column is asked for by which writers' traces are known. A new outbox has it whatever this says.</param>
/// <param name="Instance">This process among <c>instances</c>; null where it is none.</param>
internal sealed record OutboxDefinition(string Consumer, bool WakesUp, Ordering Ordering = Ordering.PerKey, bool ReadsTraces = false, long? Instance = null);
