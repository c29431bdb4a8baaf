using PostgresWorker.Control;

namespace PostgresWorker.Delivery;

/// <summary>What may be delivered now, in turn, but for what belongs to a paused listener; and what is being delivered.</summary>
/// <param name="pauses">Which listeners are paused.</param>
internal sealed class ReadyWork(Pauses pauses)
{
    private readonly ReadyList _ready = new();

    // Linked through the work itself: there is an end to it for each change.
    private Work? _running;

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
        if (work is not null)
        {
            Run(work);
        }

        return work;
    }

    /// <summary>The work is not being delivered any more.</summary>
    public void Return(Work work)
    {
        if (work.RunningBehind is { } behind)
        {
            behind.RunningBefore = work.RunningBefore;
        }
        else
        {
            _running = work.RunningBefore;
        }

        if (work.RunningBefore is { } before)
        {
            before.RunningBehind = work.RunningBehind;
        }

        (work.RunningBefore, work.RunningBehind) = (null, null);
        Running--;
    }

    /// <summary>Whether the listener, or where none is named any, is called now.</summary>
    public bool IsRunning(string? listener)
    {
        for (var work = _running; work is not null; work = work.RunningBefore)
        {
            if (listener is null || work.Listener.Name == listener)
            {
                return true;
            }
        }

        return false;
    }

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

    private void Run(Work work)
    {
        work.RunningBefore = _running;
        if (_running is not null)
        {
            _running.RunningBehind = work;
        }

        _running = work;
        Running++;
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
