namespace PostgresWorker.Delivery;

/// <summary>Counts what is posted and unfinished: queued, gathered, delivered just now, or waiting for its next attempt.</summary>
internal sealed class InFlight(LaneSettings settings)
{
    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Whether one more of <paramref name="size"/> bytes may be added. One that is larger than the bound passes alone.</summary>
    public bool HasRoom(long size) => Count == 0 || (Count < settings.MaxChanges && Bytes + size <= settings.MaxBytes);

    public void Add(long size)
    {
        Count++;
        Bytes += size;
    }

    public void Remove(long size)
    {
        Count--;
        Bytes -= size;
    }
}
