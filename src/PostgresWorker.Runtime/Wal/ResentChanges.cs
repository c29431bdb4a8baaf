using Microsoft.Extensions.Logging;
using PostgresWorker.Observability;

namespace PostgresWorker.Wal;

/// <summary>
/// What the server sends although it is finished: after a crash its slot may be older than what we confirmed, and our checkpoint is the truth. Transactions come in commit order, so these come first.
/// </summary>
/// <param name="source">The source's name.</param>
/// <param name="finished">Everything up to here is finished.</param>
/// <param name="logger">Where to say how much was skipped.</param>
internal sealed class ResentChanges(string source, Lsn finished, ILogger logger)
{
    private long _units;
    private long _changes;

    /// <summary>Whether the reader is in a transaction that is skipped.</summary>
    public bool IsInTransaction { get; private set; }

    /// <summary>Whether a transaction is to be skipped. Its commit record begins before the end of what is finished, and so ends there at the latest.</summary>
    public bool SkipsTransaction(Lsn commit)
    {
        IsInTransaction = commit < finished;
        Count(IsInTransaction);
        return IsInTransaction;
    }

    /// <summary>Whether a message that stands alone is to be skipped.</summary>
    public bool SkipsMessage(Lsn end)
    {
        var isFinished = end <= finished;
        Count(isFinished);
        return isFinished;
    }

    public void SkipChange() => _changes++;

    public void EndTransaction() => IsInTransaction = false;

    private void Count(bool isSkipped)
    {
        if (isSkipped)
        {
            _units++;
        }
        else if (_units > 0)
        {
            Log.ResentSkipped(logger, source, _units, _changes, finished);
            (_units, _changes) = (0, 0);
        }
    }
}
