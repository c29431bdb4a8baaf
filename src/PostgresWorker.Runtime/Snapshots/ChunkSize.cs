namespace PostgresWorker.Snapshots;

/// <summary>How many rows are read at a time: so many that they are read soon, for the stream waits meanwhile.</summary>
internal sealed class ChunkSize
{
    private const int First = 500, Max = 4000;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(25), Long = TimeSpan.FromMilliseconds(100);

    public int Rows { get; private set; } = First;

    /// <summary>A chunk was read.</summary>
    public void Took(TimeSpan time, int rows)
    {
        if (time > Long)
        {
            Halve();
        }
        else if (time < Short && rows == Rows)
        {
            Rows = Math.Min(Max, Rows * 2);
        }
    }

    /// <summary>The rows were more than may be read in the time, or in memory.</summary>
    public void Halve() => Rows = Math.Max(1, Rows / 2);
}
