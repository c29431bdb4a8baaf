namespace PostgresWorker.Delivery;

/// <summary>Deliveries in their order, linked through themselves, so that many change hands with one look under the lanes' lock.</summary>
internal sealed class DeliveryChain
{
    private PendingDelivery? _last;

    /// <summary>The first; null where there is none.</summary>
    public PendingDelivery? First { get; private set; }

    /// <summary>Adds one behind the others.</summary>
    public void Add(PendingDelivery delivery)
    {
        if (_last is null)
        {
            First = delivery;
        }
        else
        {
            _last.NextInChain = delivery;
        }

        _last = delivery;
    }

    /// <summary>Takes the first.</summary>
    public PendingDelivery? Take()
    {
        if (First is not { } first)
        {
            return null;
        }

        First = first.NextInChain;
        _last = First is null ? null : _last;
        first.NextInChain = null;
        return first;
    }

    /// <summary>All of them, which stay.</summary>
    public IEnumerable<PendingDelivery> All()
    {
        for (var delivery = First; delivery is not null; delivery = delivery.NextInChain)
        {
            yield return delivery;
        }
    }

    /// <summary>Takes all that another has, if this has none itself.</summary>
    public void Refill(DeliveryChain from)
    {
        if (First is null)
        {
            (First, _last, from.First, from._last) = (from.First, from._last, null, null);
        }
    }
}
