namespace PostgresWorker.Wal;

/// <summary>
/// When the checkpoint is written. To write it is a look at the publication, a commit and a status, in three sessions of a server that has other things to do: while changes keep coming it is done once in
/// the interval. When they pause, what is finished is written soon, for it may be long until there is more.
/// </summary>
/// <param name="interval">The least time between two writes while changes keep coming.</param>
internal sealed class CheckpointPace(TimeSpan interval)
{
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(200);

    // By the number of looks and not by the clock: a timer that is a little early would cost a whole look.
    private readonly int _looksBetween = (int)Math.Max(1, Math.Ceiling(interval / LongestLook));
    private int _looksLeft;
    private Lsn _seen;

    /// <summary>How often it is looked whether there is something to write.</summary>
    public TimeSpan BetweenLooks => interval < LongestLook ? interval : LongestLook;

    /// <summary>Looks, and says whether a position that is due is to be written now.</summary>
    /// <param name="position">How far everything is finished.</param>
    public bool Look(Lsn position)
    {
        _looksLeft = Math.Max(_looksLeft - 1, 0);
        var hasPaused = position == _seen;
        _seen = position;
        return hasPaused || _looksLeft == 0;
    }

    /// <summary>It was written.</summary>
    public void Written() => _looksLeft = _looksBetween;
}
