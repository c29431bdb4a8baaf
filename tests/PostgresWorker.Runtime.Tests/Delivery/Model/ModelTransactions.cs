using PostgresWorker.Delivery;

namespace PostgresWorker.Tests.Delivery.Model;

/// <summary>The transactions of a run, and whether what is confirmed of them is finished.</summary>
internal sealed class ModelTransactions(ModelAttempts attempts)
{
    private readonly AckTracker _acks = new(Lsn.None);
    private readonly List<(TransactionProgress Progress, List<int> Posts, bool IsCommitted)> _all = [];

    public bool IsEmpty => _all.Count == 0;

    /// <summary>The one that has begun.</summary>
    public TransactionProgress Progress => _all[^1].Progress;

    /// <summary>The next begins, behind the end of the one before it.</summary>
    public void Begin()
    {
        Commit();
        _all.Add((_acks.Begin(), [], false));
    }

    /// <summary>A delivery belongs to the one that has begun.</summary>
    public void Add(int post) => _all[^1].Posts.Add(post);

    public void Commit()
    {
        if (!IsEmpty && !_all[^1].IsCommitted)
        {
            _all[^1] = _all[^1] with { IsCommitted = true };
            _acks.Commit(Progress, new Lsn((ulong)_all.Count));
        }
    }

    public void CheckConfirmed()
    {
        var finished = _all.TakeWhile(transaction => transaction.IsCommitted && transaction.Posts.All(attempts.Finished.Contains)).Count();
        attempts.Check(_acks.Confirmed.Value <= (ulong)finished, "something was confirmed that is not finished");
    }

    public void CheckAllConfirmed()
    {
        CheckConfirmed();
        attempts.Check(_acks.Confirmed.Value == (ulong)_all.Count, "not everything was confirmed");
    }
}
