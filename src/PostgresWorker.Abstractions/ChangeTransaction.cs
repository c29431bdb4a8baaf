namespace PostgresWorker;

/// <summary>
/// The committed transaction that changes belong to; one object shared by all of them. A message that is not transactional has one for
/// itself, which begins and ends with it.
/// </summary>
public sealed class ChangeTransaction
{
    /// <summary>The source's name.</summary>
    public required string Source { get; init; }

    /// <summary>The cluster's system identifier, as <c>IDENTIFY_SYSTEM</c> gives it.</summary>
    public required string SystemIdentifier { get; init; }

    /// <summary>
    /// Of a change that triggers captured, the number of the outbox that it came through: another whenever that is made anew. Null of what was read from the WAL.
    /// </summary>
    public long? Outbox { get; init; }

    /// <summary>
    /// Of a row of a snapshot, the snapshot's number. The transaction is then the one before whose changes the row was put, or stands for the part of the snapshot that was read at once. Null of every
    /// other change.
    /// </summary>
    public long? Snapshot { get; init; }

    /// <summary>Where the transaction's commit record begins; through an outbox <c>0/0</c>, for triggers run before it is written. Of a message that is not transactional, where its own record ends.</summary>
    public required Lsn CommitLsn { get; init; }

    /// <summary>
    /// When the transaction was committed, by the server's clock; through an outbox, when the change was made. Of a message that is not transactional, when the server sent it, for the
    /// log does not say when it was written.
    /// </summary>
    public required DateTimeOffset CommitTime { get; init; }

    /// <summary>The transaction's id (xid), which wraps around: unique only among transactions of about the same time. 0 of a message that is not
    /// transactional.</summary>
    public required uint TransactionId { get; init; }

    /// <summary>
    /// The writer's place in its trace, as W3C's <c>traceparent</c>, where it has put one into the transaction before the change and the source's option <c>TraceContext</c> asks for it; null otherwise.
    /// </summary>
    public string? TraceParent { get; init; }
}
