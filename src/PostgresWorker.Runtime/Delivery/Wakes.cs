namespace PostgresWorker.Delivery;

/// <summary>Who goes on when the lock is free again.</summary>
/// <param name="lanes">Lanes, each linked to the next.</param>
/// <param name="writer">The writer, where it does.</param>
internal readonly struct Wakes(Lane? lanes, WriterWait? writer)
{
    /// <summary>They go on, in threads of the pool.</summary>
    public void Run()
    {
        Wake(lanes);
        writer?.Resume();
    }

    /// <summary>They go on, the first lane in this thread: this returns when it waits for more work, or for what its listener waits for.</summary>
    public void RunHere()
    {
        var first = lanes;
        if (first is null)
        {
            writer?.Resume();
            return;
        }

        var others = first.NextWoken;
        first.NextWoken = null;
        Wake(others);
        writer?.Resume();
        first.Wake(here: true);
    }

    private static void Wake(Lane? lane)
    {
        while (lane is not null)
        {
            // Once it goes on it may wait and be woken again.
            var next = lane.NextWoken;
            lane.NextWoken = null;
            lane.Wake(here: false);
            lane = next;
        }
    }
}
