namespace PostgresWorker.Delivery;

/// <summary>How far one transaction is: which deliveries are unfinished and whether its end has been read.</summary>
internal sealed class TransactionProgress
{
    private readonly AckTracker _tracker;

    // One more than the unfinished deliveries for as long as more of them may come.
    private int _pending = 1;

    internal TransactionProgress(AckTracker tracker)
    {
        _tracker = tracker;
        Node = new LinkedListNode<TransactionProgress>(this);
    }

    /// <summary>The transaction's place in commit order. Guarded by the tracker's lock, as are the two below.</summary>
    internal LinkedListNode<TransactionProgress> Node { get; }

    /// <summary>Where the transaction ends; later, where the last of the finished ones that follow it ends.</summary>
    internal Lsn End { get; set; }

    internal bool IsFinished { get; set; }

    /// <summary>Whether anything of it, or of the finished ones that follow it, was delivered to a listener. Written by the pump, and by the tracker when it is finished.</summary>
    internal bool HasDeliveries { get; set; }

    /// <summary>One more delivery must finish before the transaction does.</summary>
    public void Add()
    {
        HasDeliveries = true;
        Interlocked.Increment(ref _pending);
    }

    /// <summary>A delivery is finished: handled, never to be delivered again.</summary>
    public void Finish()
    {
        if (Interlocked.Decrement(ref _pending) == 0)
        {
            _tracker.Finish(this);
        }
    }
}
