namespace PostgresWorker.Delivery;

/// <summary>How far one transaction is.</summary>
internal sealed class TransactionProgress : DeliveryProgress
{
    private readonly AckTracker _tracker;

    internal TransactionProgress(AckTracker tracker, DateTimeOffset committedAt)
    {
        (_tracker, CommittedAt) = (tracker, committedAt);
        Node = new LinkedListNode<TransactionProgress>(this);
    }

    /// <summary>When it was committed, by the server's clock.</summary>
    internal DateTimeOffset CommittedAt { get; }

    /// <summary>The transaction's place in commit order. Guarded by the tracker's lock, as are the two below.</summary>
    internal LinkedListNode<TransactionProgress> Node { get; }

    /// <summary>Where the transaction ends; later, where the last of the finished ones that follow it ends.</summary>
    internal Lsn End { get; set; }

    internal bool IsFinished { get; set; }

    /// <inheritdoc />
    protected override void OnFinished() => _tracker.Finish(this);
}
