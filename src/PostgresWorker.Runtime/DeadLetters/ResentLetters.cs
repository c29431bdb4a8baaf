using PostgresWorker.Dispatch;

namespace PostgresWorker.DeadLetters;

/// <summary>
/// The dead letters of changes that may come again, for they are not behind the checkpoint: a worker that was killed had stored them, and not yet written that they are finished. Where one comes,
/// its listener may handle it now; it is delivered as its letter's replay then, so that the letter goes with it.
/// </summary>
internal sealed class ResentLetters
{
    private readonly Dictionary<(Lsn Commit, Lsn Lsn, int Ordinal, string Listener), (Replay Replay, uint TransactionId)> _letters = [];

    private readonly Dictionary<(string ChangeId, string Listener), Replay> _rows = [];

    /// <summary>Whether there are none, as nearly always.</summary>
    public bool IsEmpty => _letters.Count == 0 && _rows.Count == 0;

    /// <summary>Adds the letter of a row of a snapshot, which comes again at another position.</summary>
    public void Add(Replay replay) => _rows.TryAdd((replay.ChangeId, replay.Listener), replay);

    public void Add(Lsn commit, Lsn lsn, int ordinal, uint transactionId, Replay replay) => _letters.TryAdd((commit, lsn, ordinal, replay.Listener), (replay, transactionId));

    /// <summary>Marks a change that has a letter.</summary>
    public void Find(ref RoutedChange routed)
    {
        var (context, transaction) = (routed.Context, routed.Context.Transaction);
        if (transaction.Snapshot is not null)
        {
            routed = _rows.Remove((context.Id, routed.Route.Name), out var row) ? routed with { Replay = row } : routed;
        }
        else if (_letters.Remove((transaction.CommitLsn, context.Lsn, context.Ordinal, routed.Route.Name), out var letter) && letter.TransactionId == transaction.TransactionId && !routed.IsMark)
        {
            // On another timeline, another change may have its position.
            routed = routed with { Replay = letter.Replay };
        }
    }
}
