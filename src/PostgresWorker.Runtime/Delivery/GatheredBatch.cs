using System.Runtime.InteropServices;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>
/// Deliveries of one listener of batches. Others may join until it is full or a lane has taken it. What fails for good is split, part by part, until
/// the change that fails stands alone.
/// </summary>
/// <param name="route">The listener.</param>
internal sealed class GatheredBatch(IBatchListenerRoute route) : Work
{
    private readonly List<PendingDelivery> _deliveries = [];
    private readonly Stack<(int Start, int Count)> _parts = new();
    private int _changes;

    public IBatchListenerRoute Route => route;

    /// <inheritdoc />
    public override ListenerRoute Listener => (ListenerRoute)route;

    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether it waits for a lane, or did, and no longer for more.</summary>
    public bool IsReady { get; set; }

    public bool IsFull => _changes >= route.MaxSize;

    /// <summary>The part that is next. The parts before it are finished, and the queues know them no more.</summary>
    public ReadOnlySpan<PendingDelivery> Part =>
        CollectionsMarshal.AsSpan(_deliveries).Slice(_parts.Peek().Start, _parts.Peek().Count);

    public void Add(PendingDelivery delivery)
    {
        delivery.Batch = this;
        _deliveries.Add(delivery);
        HasReplays |= delivery.Routed.Replay is not null;
        _changes += delivery.Routed.IsMark ? 0 : 1;
    }

    /// <summary>Nothing joins any more.</summary>
    public void Close()
    {
        IsOpen = false;
        IsReady = true;
        _parts.Push((0, _deliveries.Count));
    }

    public override void KeepApart(WireStore wire)
    {
        foreach (var delivery in Part)
        {
            delivery.KeepApart(wire);
        }
    }

    /// <summary>Whether the listener has handled the part that is next, and only that is still to be written.</summary>
    public bool IsHandled { get; set; }

    /// <summary>Whether changes that were kept are among it.</summary>
    public bool HasReplays { get; private set; }

    /// <summary>The deliveries of the part that is next, for who must wait between them.</summary>
    public PendingDelivery[] Deliveries() => Part.ToArray();

    /// <summary>The changes of the part that is next; marks are none, nor is what was given up.</summary>
    public RoutedChange[] Changes()
    {
        var changes = new List<RoutedChange>(Part.Length);
        foreach (var delivery in Part)
        {
            if (!delivery.Routed.IsMark && !delivery.IsGivenUp)
            {
                changes.Add(delivery.Routed);
            }
        }

        return [.. changes];
    }

    /// <summary>The part that is next is finished.</summary>
    /// <returns>Whether another is.</returns>
    public bool NextPart()
    {
        _parts.Pop();
        (UsedUp, IsHandled) = (null, false);
        return _parts.Count > 0;
    }

    /// <summary>Makes two of the part that is next, the first half before the second.</summary>
    public void Split() => SplitAt(Part.Length / 2);

    /// <summary>Makes two of the part that is next, of which the first has <paramref name="length"/> deliveries.</summary>
    public void SplitAt(int length)
    {
        var (start, count) = _parts.Pop();
        _parts.Push((start + length, count - length));
        _parts.Push((start, length));
    }
}
