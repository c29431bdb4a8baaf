using PostgresWorker.Control;

namespace PostgresWorker.Delivery;

/// <summary>What may be delivered now, in turn, but for what belongs to a paused listener; and how much is being delivered.</summary>
/// <param name="pauses">Which listeners are paused.</param>
internal sealed class ReadyWork(Pauses pauses)
{
    private readonly ReadyList _ready = new();

    // In the order in which it became ready. What goes before others does so among what is ready only.
    private readonly List<Work> _held = [];

    public int Count => _ready.Count;

    /// <summary>How much is being delivered.</summary>
    public int Running { get; private set; }

    public void Add(Work work) => Add(work, first: false);

    /// <summary>Adds work behind the others, or before them.</summary>
    public void Add(Work work, bool first)
    {
        if (!Hold(work))
        {
            _ready.Add(work, first);
        }
    }

    public Work? Take()
    {
        var work = _ready.Take();
        Running += work is null ? 0 : 1;
        return work;
    }

    /// <summary>Something is not being delivered any more.</summary>
    public void Return() => Running--;

    /// <summary>Listeners were paused or go on.</summary>
    public void PausesChanged()
    {
        List<Work> all = [.. _held];
        _held.Clear();
        while (_ready.Take() is { } ready)
        {
            all.Add(ready);
        }

        all.ForEach(Add);
    }

    private bool Hold(Work work)
    {
        if (!pauses.Holds(work.Listener))
        {
            return false;
        }

        _held.Add(work);
        return true;
    }
}
