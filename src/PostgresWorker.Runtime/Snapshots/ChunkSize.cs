namespace PostgresWorker.Snapshots;

/// <summary>How many rows are read at a time: so many that they are read soon, for the stream waits meanwhile; but not fewer where that makes it no sooner.</summary>
internal sealed class ChunkSize
{
    private const int First = 500, Max = 4000;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(25), Long = TimeSpan.FromMilliseconds(100);

    // How long twice the rows took, just before.
    private TimeSpan? _before;

    // How long any number of rows takes, for the server is far away or has much to do.
    private TimeSpan _least;

    public int Rows { get; private set; } = First;

    /// <summary>A chunk was read.</summary>
    public void Took(TimeSpan time, int rows)
    {
        if (time <= Long)
        {
            (_before, _least) = (null, TimeSpan.Zero);
            Rows = time < Short && rows == Rows ? Math.Min(Max, Rows * 2) : Rows;
        }
        else if (time <= _least * 2)
        {
            Rows = rows == Rows && Rows < First ? Rows * 2 : Rows;
        }
        else if (time > _before * 0.75)
        {
            // Half the rows take as long: fewer would only need more round trips.
            (_before, _least) = (null, time);
            Rows = Math.Min(Max, Rows * 2);
        }
        else
        {
            _before = time;
            Halve();
        }
    }

    /// <summary>The rows were more than may be read in the time, or in memory.</summary>
    public void Halve() => Rows = Math.Max(1, Rows / 2);
}
