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

    /// <summary>Where the transaction's commit record begins. Of a message that is not transactional, where its own record ends.</summary>
    public required Lsn CommitLsn { get; init; }

    /// <summary>
    /// When the transaction was committed, by the server's clock. Of a message that is not transactional, when the server sent it, for the
    /// log does not say when it was written.
    /// </summary>
    public required DateTimeOffset CommitTime { get; init; }

    /// <summary>The transaction's id (xid), which wraps around: unique only among transactions of about the same time. 0 of a message that is not
    /// transactional.</summary>
    public required uint TransactionId { get; init; }
}
