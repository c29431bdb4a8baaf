using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>The batches that may still be joined: at most one for each listener of batches.</summary>
/// <param name="time">The clock of the waits for more.</param>
/// <param name="due">Called with a batch that has waited long enough.</param>
internal sealed class Gathering(TimeProvider time, TimerCallback due)
{
    // In the order of beginning. Listeners of batches are few.
    private readonly List<GatheredBatch> _batches = [];

    public IReadOnlyList<GatheredBatch> Batches => _batches;

    /// <summary>Adds a delivery to its listener's batch, and begins one where there is none.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="waits">Whether a batch that begins waits for more.</param>
    public GatheredBatch Add(PendingDelivery delivery, bool waits)
    {
        var route = (IBatchListenerRoute)delivery.Routed.Route;
        var batch = _batches.Find(batch => ReferenceEquals(batch.Route, route));
        if (batch is null)
        {
            _batches.Add(batch = new GatheredBatch(route));
            if (waits && route.MaxWait > TimeSpan.Zero)
            {
                batch.Timer = time.CreateTimer(due, batch, route.MaxWait, Timeout.InfiniteTimeSpan);
            }
        }

        batch.Add(delivery);
        return batch;
    }

    /// <summary>Nothing joins the batch any more.</summary>
    public void Close(GatheredBatch batch)
    {
        if (batch.IsOpen)
        {
            batch.StopTimer();
            batch.Close();
            _batches.Remove(batch);
        }
    }
}
