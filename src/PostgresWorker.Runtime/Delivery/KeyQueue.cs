using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>
/// The unfinished deliveries of one listener and ordering key, in the order of posting: first what has begun, then what waits. Used again for other
/// keys.
/// </summary>
internal sealed class KeyQueue
{
    private PendingDelivery? _last;

    public QueueKey Key { get; set; }

    public PendingDelivery? Head { get; private set; }

    /// <summary>The first that has not begun.</summary>
    public PendingDelivery? Waiting { get; private set; }

    /// <summary>Whether what is before all others, alone or in a batch, has failed and is tried again.</summary>
    public bool IsRetrying => Head is { } head && (head.Attempt > 1 || head.Batch is { Attempt: > 1 });

    public void Add(PendingDelivery delivery)
    {
        if (_last is null)
        {
            Head = delivery;
        }
        else
        {
            _last.SetBehindIn(this, delivery);
        }

        _last = delivery;
        Waiting ??= delivery;
    }

    public void Begin(PendingDelivery delivery) => Waiting = delivery.BehindIn(this);

    /// <summary>Takes the head, which is finished, away.</summary>
    /// <returns>Whether any are left.</returns>
    public bool RemoveHead()
    {
        Head = Head!.BehindIn(this);
        if (Head is not null)
        {
            return true;
        }

        _last = null;
        return false;
    }
}

/// <summary>What makes a queue: changes of different listeners do not wait for each other.</summary>
/// <param name="Route">The listener; null for all of them, in one order.</param>
/// <param name="Key">The ordering key's hash. Keys that have the same merely share a queue.</param>
internal readonly record struct QueueKey(ListenerRoute? Route, int Key);
