using PostgresWorker.FailPoints;

namespace PostgresWorker.Delivery;

/// <summary>
/// Knows how far everything is finished: the end of the last transaction of the longest finished prefix, in commit order.
/// Neighbouring finished transactions are kept as one, so memory follows the unfinished ones and not how far others have run ahead.
/// </summary>
/// <param name="confirmed">The position from which the source reads.</param>
/// <param name="onConfirmed">Told each further position, in order.</param>
internal sealed class AckTracker(Lsn confirmed, Action<Lsn>? onConfirmed = null) : IProgressTracker
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TransactionProgress> _transactions = new();
    private Lsn _confirmed = confirmed;
    private Lsn _handled = confirmed;

    /// <summary>Everything up to here is finished. Never goes back.</summary>
    public Lsn Confirmed
    {
        get
        {
            lock (_lock)
            {
                return _confirmed;
            }
        }
    }

    /// <summary>
    /// The same, and how far it has come by changes that were delivered. Where that is less, no listener has done anything since: the server's
    /// position was taken, or transactions without anything for a listener have passed.
    /// </summary>
    public (Lsn Confirmed, Lsn Handled) Progress
    {
        get
        {
            lock (_lock)
            {
                return (_confirmed, _handled);
            }
        }
    }

    /// <summary>When the first unfinished transaction was committed; null where there is none.</summary>
    public DateTimeOffset? Oldest
    {
        get
        {
            lock (_lock)
            {
                return _transactions.First?.Value.CommittedAt;
            }
        }
    }

    /// <summary>How many entries are kept: at most one more than twice the unfinished transactions.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _transactions.Count;
            }
        }
    }

    /// <summary>A transaction begins, which was committed at some time by the server's clock; nothing at or behind its end is confirmed before it is finished.</summary>
    public TransactionProgress Begin(DateTimeOffset committedAt = default)
    {
        var transaction = new TransactionProgress(this, committedAt);
        lock (_lock)
        {
            _transactions.AddLast(transaction.Node);
        }

        return transaction;
    }

    /// <summary>The transaction's end was read: no more deliveries are added to it.</summary>
    public void Commit(TransactionProgress transaction, Lsn end)
    {
        lock (_lock)
        {
            transaction.End = end;
        }

        if (Mutants.Are(Mutant.AcknowledgesUnhandled))
        {
            Finish(transaction);
            return;
        }

        transaction.Finish();
    }

    DeliveryProgress IProgressTracker.Begin(DateTimeOffset committedAt) => Begin(committedAt);

    void IProgressTracker.Commit(DeliveryProgress progress, Lsn end) => Commit((TransactionProgress)progress, end);

    /// <summary>
    /// Confirms the server's own position where nothing is unfinished, so that WAL of others is not retained for an idle table.
    /// <paramref name="received"/> must have been read before the call: a transaction that ends at or before it has then begun here.
    /// </summary>
    public void ConfirmIdle(Lsn received)
    {
        lock (_lock)
        {
            if (_transactions.Count == 0 && received > _confirmed)
            {
                Confirm(received);
            }
        }
    }

    /// <summary>Tells that everything up to the server's own position is finished, where that is so, without confirming it.</summary>
    public void ReachIdle(Lsn received)
    {
        lock (_lock)
        {
            if (_transactions.Count == 0 && received > _confirmed)
            {
                onConfirmed?.Invoke(received);
            }
        }
    }

    /// <summary>All of the transaction is finished: joins it with its finished neighbours, and confirms it if it is the first.</summary>
    internal void Finish(TransactionProgress transaction)
    {
        lock (_lock)
        {
            transaction.IsFinished = true;
            if (transaction.Node.Next is { Value: { IsFinished: true } next })
            {
                transaction.End = next.End;
                transaction.HasDeliveries |= next.HasDeliveries;
                _transactions.Remove(next.Node);
            }

            if (transaction.Node.Previous is { Value: { IsFinished: true } previous })
            {
                previous.End = transaction.End;
                previous.HasDeliveries |= transaction.HasDeliveries;
                _transactions.Remove(transaction.Node);
            }

            if (_transactions.First is { Value: { IsFinished: true } first })
            {
                if (first.End > _confirmed)
                {
                    Confirm(first.End);
                }

                _handled = first.HasDeliveries ? _confirmed : _handled;
                _transactions.RemoveFirst();
            }
        }
    }

    private void Confirm(Lsn position)
    {
        _confirmed = position;
        onConfirmed?.Invoke(position);
    }
}
