namespace PostgresWorker.Wal;

/// <summary>
/// Lets the messages of a backlog gather before they are read. A walsender sends each change for itself, and whoever waits is woken for each, which costs both ends more than the change does. What was
/// committed a second ago may be a millisecond later, and then all that the server has sent by then is read at once.
/// </summary>
internal sealed class BacklogPause
{
    // Where so much came since the last wait, it gathers by itself. And what the kernel holds for us must have room for what comes meanwhile: else the server waits.
    private const int Enough = 64 * 1024;

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(1);

    private DateTime _committedAt = DateTime.MaxValue;
    private int _taken;

    /// <summary>A transaction begins.</summary>
    public void Begin(DateTimeOffset committedAt) => _committedAt = committedAt.UtcDateTime;

    /// <summary>A message was read.</summary>
    public void Take(int length) => _taken = Math.Min(_taken, Enough) + Math.Min(length, Enough);

    /// <summary>What to wait for after a wait for a message.</summary>
    /// <param name="sent">When the message was sent. Both times are the server's.</param>
    public Task WaitAsync(DateTime sent) => IsDue(sent) ? Task.Delay(Pause) : Task.CompletedTask;

    /// <summary>Whether it is a pause.</summary>
    public bool IsDue(DateTime sent)
    {
        // Windows has no timer of a millisecond.
        var isDue = _taken < Enough && sent - _committedAt > Late && !OperatingSystem.IsWindows();
        _taken = 0;
        return isDue;
    }
}
