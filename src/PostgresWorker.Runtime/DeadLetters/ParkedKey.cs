namespace PostgresWorker;

/// <summary>A key of a listener whose changes wait, in their order, behind one that the listener failed to handle.</summary>
/// <param name="Id">Its number in table <c>postgres_worker.parked_keys</c>.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Listener">The listener's name.</param>
/// <param name="Table">The table; of messages, an empty schema and the prefix.</param>
/// <param name="Key">
/// The key, as the server writes it: <c>42</c>, or of several columns <c>(42,"a b")</c>. <c>*</c> where all changes of the listener wait: those of tables without a key, of messages and with
/// <see cref="Ordering.PerTable"/>, and behind a TRUNCATE that waits for other keys.
/// </param>
/// <param name="IsRequested">Whether it is to be released, by the instance that reads the source.</param>
/// <param name="Since">Since when it is parked, by the database's clock.</param>
/// <param name="Count">How many changes wait for it.</param>
/// <param name="HeadId">The dead letter that is the first of them; null where there is none.</param>
/// <param name="HeadAttempts">How often its listener was called for that; 0 where it waits for a change of another key.</param>
/// <param name="ExceptionType">The type of that change's last failure; empty where it was not tried.</param>
/// <param name="ExceptionMessage">Its message, as the listener wrote it.</param>
public sealed record ParkedKey(
    long Id,
    string Source,
    string Listener,
    TableName Table,
    string Key,
    bool IsRequested,
    DateTimeOffset Since,
    long Count,
    long? HeadId,
    int HeadAttempts,
    string ExceptionType,
    string ExceptionMessage);
