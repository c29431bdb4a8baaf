namespace PostgresWorker.Delivery;

/// <summary>Who goes on when the lock is free again.</summary>
/// <param name="lanes">Lanes, each linked to the next.</param>
/// <param name="writer">The writer, where it does.</param>
internal readonly struct Wakes(Lane? lanes, WriterWait? writer)
{
    public void Run()
    {
        for (var lane = lanes; lane is not null;)
        {
            // Once it goes on it may wait and be woken again.
            var next = lane.NextWoken;
            lane.NextWoken = null;
            lane.Wake();
            lane = next;
        }

        writer?.Resume();
    }
}
