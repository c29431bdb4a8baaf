using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>The batches that may still be joined: at most one for each listener of batches.</summary>
/// <param name="ready">Where those go that wait for no more.</param>
/// <param name="time">The clock of the waits for more.</param>
/// <param name="due">Called with a batch that has waited long enough, by a timer; it calls <see cref="MakeReady"/>.</param>
internal sealed class Gathering(ReadyWork ready, TimeProvider time, TimerCallback due)
{
    // In the order of beginning. Listeners of batches are few.
    private readonly List<GatheredBatch> _batches = [];
    private bool _hurries;

    /// <summary>Whether batches are delivered without waiting for more.</summary>
    public bool Hurries
    {
        get => _hurries;
        set
        {
            _hurries = value;
            for (var i = 0; value && i < _batches.Count; i++)
            {
                MakeReady(_batches[i], first: false);
            }
        }
    }

    /// <summary>Adds a delivery to its listener's batch, and begins one where there is none.</summary>
    public void Join(PendingDelivery delivery)
    {
        var batch = FindOrBegin((IBatchListenerRoute)delivery.Routed.Route);
        batch.Add(delivery);
        if (batch.IsFull)
        {
            MakeReady(batch, first: false);
            Close(batch);
        }
        else if (batch.Timer is null)
        {
            MakeReady(batch, first: false);
        }
    }

    /// <summary>Delivers the batch that a delivery is behind without waiting for more.</summary>
    public void Hasten(PendingDelivery delivery)
    {
        foreach (var head in (ReadOnlySpan<PendingDelivery?>)[delivery.Queue?.Head, delivery.OldQueue?.Head])
        {
            if (head?.Batch is { IsOpen: true } batch)
            {
                MakeReady(batch, first: false);
                Close(batch);
            }
        }
    }

    /// <summary>The batch waits for no more, but for a lane; until that has come it may be joined.</summary>
    public void MakeReady(GatheredBatch batch, bool first)
    {
        if (batch.IsReady)
        {
            return;
        }

        batch.IsReady = true;
        batch.StopTimer();
        ready.Add(batch, first);
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

    public void StopTimers() => _batches.ForEach(batch => batch.StopTimer());

    private GatheredBatch FindOrBegin(IBatchListenerRoute route)
    {
        foreach (var batch in _batches)
        {
            if (ReferenceEquals(batch.Route, route))
            {
                return batch;
            }
        }

        var begun = new GatheredBatch(route);
        _batches.Add(begun);
        if (!_hurries && route.MaxWait > TimeSpan.Zero)
        {
            begun.Timer = time.CreateTimer(due, begun, route.MaxWait, Timeout.InfiniteTimeSpan);
        }

        return begun;
    }
}
