using PostgresWorker.Dispatch;
using PostgresWorker.Telemetry;

namespace PostgresWorker.Delivery;

/// <summary>Counts what is posted and unfinished: queued, gathered, delivered just now, or waiting for its next attempt.</summary>
internal sealed class InFlight(LaneSettings settings, WireStore wire, DeliveryCounts counts)
{
    public DeliveryCounts Counts => counts;

    public int Count { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>What it all takes, with the copies of what came, which share memory: it counts for as long as one of them is left.</summary>
    private long Memory => Bytes + wire.Held;

    /// <summary>Whether one more of <paramref name="size"/> bytes may be added. One that is larger than the bound passes alone.</summary>
    public bool HasRoom(long size) => Count == 0 || (Count < settings.MaxChanges && Memory + size <= settings.MaxBytes);

    /// <summary>
    /// Whether there is room for one of <paramref name="size"/> bytes and for many behind it. A writer that had to wait goes on only then, while the lanes have
    /// something to do: a wake for each change that is finished costs more than the change.
    /// </summary>
    public bool HasMuchRoom(long size) => Count == 0 || (Count < settings.MaxChanges - (settings.MaxChanges / 8) && Memory + size <= settings.MaxBytes - (settings.MaxBytes / 8));

    public void Add(long size)
    {
        Count++;
        Bytes += size;
    }

    public void Remove(long size)
    {
        Count--;
        Bytes -= size;
        counts.Finish();
    }
}
