using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>The batches that are gathered in one lane: at most one for each listener of batches.</summary>
internal sealed class Gathering(TimeProvider time)
{
    // In the order of beginning. Listeners of batches are few.
    private readonly List<GatheredBatch> _batches = [];

    public bool IsEmpty => _batches.Count == 0;

    /// <summary>How long until the next batch is due; zero or less where one is.</summary>
    public TimeSpan Rest => _batches.Min(batch => batch.Rest(time));

    /// <summary>Adds a delivery to its listener's batch, which is handed back when that makes it full.</summary>
    public GatheredBatch? Add(PendingDelivery delivery)
    {
        var route = (IBatchListenerRoute)delivery.Routed.Route;
        var batch = Find(route);
        if (batch is null)
        {
            _batches.Add(batch = new GatheredBatch(route, time.GetTimestamp()));
        }

        batch.Add(delivery);
        return batch.IsFull ? Remove(batch) : null;
    }

    /// <summary>Takes the listener's batch, if there is one.</summary>
    public GatheredBatch? Take(IBatchListenerRoute route) => Remove(Find(route));

    /// <summary>Takes a batch that has waited long enough, if there is one.</summary>
    public GatheredBatch? TakeDue() => Remove(_batches.Find(batch => batch.Rest(time) <= TimeSpan.Zero));

    /// <summary>Takes the oldest batch, due or not, if there is one.</summary>
    public GatheredBatch? TakeFirst() => Remove(_batches.Count == 0 ? null : _batches[0]);

    private GatheredBatch? Find(IBatchListenerRoute route) => _batches.Find(batch => ReferenceEquals(batch.Route, route));

    private GatheredBatch? Remove(GatheredBatch? batch)
    {
        if (batch is not null)
        {
            _batches.Remove(batch);
        }

        return batch;
    }
}
