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

    /// <summary>Marks those of the changes that have letters.</summary>
    public void Find(List<RoutedChange> routed)
    {
        for (var i = 0; i < routed.Count; i++)
        {
            var (context, transaction) = (routed[i].Context, routed[i].Context.Transaction);

            if (transaction.Snapshot is not null)
            {
                routed[i] = _rows.Remove((context.Id, routed[i].Route.Name), out var row) ? routed[i] with { Replay = row } : routed[i];
                continue;
            }

            // On another timeline, another change may have its position.
            if (_letters.Remove((transaction.CommitLsn, context.Lsn, context.Ordinal, routed[i].Route.Name), out var letter) && letter.TransactionId == transaction.TransactionId && !routed[i].IsMark)
            {
                routed[i] = routed[i] with { Replay = letter.Replay };
            }
        }
    }
}
