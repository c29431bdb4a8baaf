namespace PostgresWorker.Delivery;

/// <summary>How far something is that is acknowledged as a whole: which of its deliveries are unfinished, and whether more of them may come.</summary>
internal abstract class DeliveryProgress
{
    // One more than the unfinished deliveries for as long as more of them may come.
    private int _pending = 1;

    /// <summary>Whether anything of it was delivered to a listener. Written by the pump, and later by whoever acknowledges it.</summary>
    internal bool HasDeliveries { get; set; }

    /// <summary>So many more deliveries must finish before the whole does.</summary>
    public void Add(int deliveries = 1)
    {
        HasDeliveries = true;
        Interlocked.Add(ref _pending, deliveries);
    }

    /// <summary>So many deliveries are finished: handled, never to be delivered again.</summary>
    public void Finish(int deliveries = 1)
    {
        if (Interlocked.Add(ref _pending, -deliveries) == 0)
        {
            OnFinished();
        }
    }

    /// <summary>All of it is finished.</summary>
    protected abstract void OnFinished();
}
