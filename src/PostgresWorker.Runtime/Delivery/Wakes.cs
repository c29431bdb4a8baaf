namespace PostgresWorker.Delivery;

/// <summary>Who goes on when the lock is free again.</summary>
/// <param name="lanes">Lanes, each linked to the next.</param>
/// <param name="writer">The writer, where it does.</param>
internal readonly struct Wakes(Lane? lanes, WriterWait? writer)
{
    /// <summary>Whether any lanes go on.</summary>
    public bool HasLanes => lanes is not null;

    /// <summary>They go on, in threads of the pool.</summary>
    /// <param name="here">Whether the last lane goes on in this thread, when the others do: this then returns when it waits for more work, or for what its listener waits for. For the writer, which does not wait itself then.</param>
    public void Run(bool here = false)
    {
        for (var lane = lanes; lane is not null;)
        {
            // Once it goes on it may wait and be woken again.
            var next = lane.NextWoken;
            lane.NextWoken = null;
            lane.Wake(here && next is null);
            lane = next;
        }

        writer?.Resume();
    }
}
