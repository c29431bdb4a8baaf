namespace PostgresWorker;

/// <summary>
/// A change that its listener failed to handle in all its attempts; or one that is parked behind such a change, and was not delivered yet: it has no attempts, an empty exception, and the times at which it was stored.
/// </summary>
/// <param name="Id">Its number in table <c>postgres_worker.dead_letters</c>.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Listener">The listener's name.</param>
/// <param name="ChangeId">The change's id, as <see cref="ChangeContext.Id"/>.</param>
/// <param name="Table">The changed table; of a message, an empty schema and the prefix.</param>
/// <param name="Action">The SQL command, or <c>MESSAGE</c>.</param>
/// <param name="State">Whether it is asked for.</param>
/// <param name="CommitTime">When its transaction was committed.</param>
/// <param name="Attempts">How many attempts were made, those of replays included.</param>
/// <param name="FirstFailedAt">When its attempts were used up first, by the database's clock.</param>
/// <param name="LastFailedAt">When they were last.</param>
/// <param name="ExceptionType">The type of the last failure's exception.</param>
/// <param name="ExceptionMessage">Its message, as the listener wrote it.</param>
public sealed record DeadLetter(
    long Id,
    string Source,
    string Listener,
    string ChangeId,
    TableName Table,
    string Action,
    DeadLetterState State,
    DateTimeOffset CommitTime,
    int Attempts,
    DateTimeOffset FirstFailedAt,
    DateTimeOffset LastFailedAt,
    string ExceptionType,
    string ExceptionMessage)
{
    /// <summary>The parked key that it waits for; null where it is not parked.</summary>
    public string? ParkedKey { get; init; }

    /// <summary>The other parked key that it waits for: of an update that moved its row from that key.</summary>
    public string? ParkedOldKey { get; init; }
}
