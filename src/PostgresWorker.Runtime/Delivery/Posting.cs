using PostgresWorker.Dispatch;

namespace PostgresWorker.Delivery;

/// <summary>
/// Changes that the one writer posts together: what a change costs on its way from the thread that reads to one that delivers is the memory that both write, so
/// they write to it once for many.
/// </summary>
internal sealed class Posting : IRoutedChanges
{
    // So many go together, or fewer if they are large: they are not counted as in flight yet.
    private const int MaxChanges = 32;
    private const long MaxSize = 64 * 1024;

    private readonly DeliveryChain _routed = new();
    private readonly DeliveryChain _waiting = new();
    private readonly DeliveryChain _free = new();
    private DeliveryProgress? _transaction;
    private int _uncounted;
    private long _size;

    /// <summary>Whether it is used again, and so keeps what is used up.</summary>
    public bool IsKept { get; init; } = true;

    /// <summary>What was added and not gathered yet.</summary>
    public IEnumerable<PendingDelivery> Routed => _routed.All();

    /// <summary>How many changes wait to be posted.</summary>
    public int Count { get; private set; }

    /// <summary>Whether they are to be posted before any is added.</summary>
    public bool IsFull => Count >= MaxChanges || _size >= MaxSize;

    /// <summary>The first that waits to be posted.</summary>
    public PendingDelivery? First => _waiting.First;

    /// <summary>Adds a change behind the others, which is written there: <see cref="Gather"/> is next.</summary>
    public ref RoutedChange Add()
    {
        var delivery = _free.Take() ?? new PendingDelivery();
        _routed.Add(delivery);
        return ref delivery.Routed;
    }

    /// <summary>Adds a change that is there already, and gathers it.</summary>
    /// <param name="routed">The change.</param>
    /// <param name="transaction">What waits for it.</param>
    public void Add(in RoutedChange routed, DeliveryProgress transaction)
    {
        Add() = routed;
        Gather(transaction);
    }

    /// <summary>What was added waits to be posted.</summary>
    /// <param name="transaction">What waits for it.</param>
    public void Gather(DeliveryProgress transaction)
    {
        while (_routed.Take() is { } delivery)
        {
            if (!delivery.Routed.IsMark)
            {
                delivery.Transaction = transaction;
                AddTo(transaction);
            }

            _waiting.Add(delivery);
            Count++;
            _size += delivery.Routed.Size;
        }
    }

    /// <summary>Has transactions wait for what was added: before any of it is posted, and before they end. Also if nothing comes of it, for what was not posted is not finished.</summary>
    public void CountIn()
    {
        if (_uncounted > 0)
        {
            _transaction!.Add(_uncounted);
            _uncounted = 0;
        }

        _transaction = null;
    }

    /// <summary>Takes the first, which is posted.</summary>
    public PendingDelivery TakeFirst()
    {
        var first = _waiting.Take()!;
        Count--;
        _size -= first.Routed.Size;
        return first;
    }

    /// <summary>Takes what is used up, if it has nothing itself to use again.</summary>
    public void Refill(DeliveryChain used)
    {
        if (IsKept)
        {
            _free.Refill(used);
        }
    }

    private void AddTo(DeliveryProgress transaction)
    {
        if (_transaction != transaction)
        {
            CountIn();
            _transaction = transaction;
        }

        _uncounted++;
    }
}
