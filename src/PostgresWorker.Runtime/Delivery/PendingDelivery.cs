using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>
/// A change on its way to one listener. It stands in the queue of its key, and where it moves a row to that key from another, in that one's as well.
/// Used again for other changes.
/// </summary>
internal sealed class PendingDelivery : Work
{
    private PendingDelivery? _behind;
    private PendingDelivery? _behindInOld;
    private RoutedChange _routed;

    /// <inheritdoc />
    public override ListenerRoute Listener => Routed.Route;

    /// <summary>The change and the listener: a reference, for it is large.</summary>
    public ref RoutedChange Routed => ref _routed;

    /// <summary>What is behind it in a <see cref="DeliveryChain"/>.</summary>
    public PendingDelivery? NextInChain { get; set; }

    /// <summary>What waits for the delivery to be finished; null for a mark.</summary>
    public DeliveryProgress? Transaction { get; set; }

    /// <summary>The queue of its key; null where nothing is ordered.</summary>
    public KeyQueue? Queue { get; set; }

    /// <summary>The queue of the key that it moves a row from, where that is another.</summary>
    public KeyQueue? OldQueue { get; set; }

    /// <summary>The batch that it was gathered for.</summary>
    public GatheredBatch? Batch { get; set; }

    /// <summary>Whether its batch is delivered without it: it is stored with what is parked, or withdrawn.</summary>
    public bool IsGivenUp { get; set; }

    public bool IsGathered => Batch is { IsOpen: true };

    /// <summary>Whether it goes to its listener together with others. A row that can't be read fails alone.</summary>
    public bool IsForBatch => Routed.Route is IBatchListenerRoute && Routed.Change is not null;

    /// <summary>Whether nothing at all is before it.</summary>
    public bool IsFirst => (Queue is null || Queue.Head == this) && (OldQueue is null || OldQueue.Head == this);

    /// <summary>Whether all that is before it has begun.</summary>
    public bool IsNext => (Queue is null || Queue.Waiting == this) && (OldQueue is null || OldQueue.Waiting == this);

    /// <summary>Whether all that is before it is in a batch that it may join.</summary>
    public bool MayJoin => MayJoinIn(Queue) && MayJoinIn(OldQueue);

    /// <summary>What is behind it in one of its queues.</summary>
    public PendingDelivery? BehindIn(KeyQueue queue) => queue == Queue ? _behind : _behindInOld;

    public void SetBehindIn(KeyQueue queue, PendingDelivery? delivery)
    {
        if (queue == Queue)
        {
            _behind = delivery;
        }
        else
        {
            _behindInOld = delivery;
        }
    }

    /// <summary>It has begun: whatever is behind it is next.</summary>
    public void Begin()
    {
        Queue?.Begin(this);
        OldQueue?.Begin(this);
    }

    /// <summary>Separates what came from other changes' memory.</summary>
    public void Separate(WireStore wire) => Routed = Routed with { Wire = Routed.Wire with { Bytes = wire.Separate(Routed.Wire.Bytes) } };

    public override void KeepApart(WireStore wire)
    {
        Separate(wire);
        KeepApart(Queue, wire);
        KeepApart(OldQueue, wire);
    }

    /// <summary>Forgets everything, to be used again.</summary>
    public void Clear()
    {
        StopTimer();
        Routed = default;
        (Transaction, Queue, OldQueue, Batch, _behind, _behindInOld, NextReady) = (null, null, null, null, null, null, null);
        (Attempt, Uncalled, UsedUp, IsGivenUp) = (1, 0, null, false);
    }

    private static void KeepApart(KeyQueue? queue, WireStore wire)
    {
        for (var waiting = queue?.Waiting; waiting is not null; waiting = waiting.BehindIn(queue!))
        {
            waiting.Separate(wire);
        }
    }

    private bool MayJoinIn(KeyQueue? queue) => queue is null || queue.Head == this || queue.Head!.IsGathered;
}
