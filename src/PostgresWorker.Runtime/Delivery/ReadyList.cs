namespace PostgresWorker.Delivery;

/// <summary>What may be delivered now, in turn. Linked through the work itself, so that it makes no garbage.</summary>
internal sealed class ReadyList
{
    private Work? _first;
    private Work? _last;

    public int Count { get; private set; }

    public void Add(Work work)
    {
        work.NextReady = null;
        if (_last is null)
        {
            _first = work;
        }
        else
        {
            _last.NextReady = work;
        }

        _last = work;
        Count++;
    }

    /// <summary>Adds work behind the others, or before them.</summary>
    public void Add(Work work, bool first)
    {
        if (first)
        {
            AddFirst(work);
        }
        else
        {
            Add(work);
        }
    }

    public Work? Take()
    {
        var work = _first;
        if (work is null)
        {
            return null;
        }

        _first = work.NextReady;
        _last = _first is null ? null : _last;
        work.NextReady = null;
        Count--;
        return work;
    }

    private void AddFirst(Work work)
    {
        work.NextReady = _first;
        _first = work;
        _last ??= work;
        Count++;
    }
}
