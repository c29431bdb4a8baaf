namespace PostgresWorker.Outbox;

/// <summary>
/// Changes finish in any order. Those that were begun since the last known position are a generation: when it and all before it are finished, everything up to its position is. There are never more of them
/// than unfinished changes.
/// </summary>
/// <param name="reached">Told each mark up to which everything is finished, in order.</param>
internal sealed class Generations(Action<Mark> reached)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Generation> _closed = new();
    private Generation _open = new();

    /// <summary>The last mark that was told.</summary>
    public Mark? Last { get; private set; }

    /// <summary>How many are waited for.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _closed.Count;
            }
        }
    }

    /// <summary>A change begins.</summary>
    public Generation Begin()
    {
        lock (_lock)
        {
            _open.Unfinished++;
            return _open;
        }
    }

    /// <summary>A change of a generation is finished.</summary>
    public void Finish(Generation generation)
    {
        lock (_lock)
        {
            if (--generation.Unfinished == 0 && generation.Closed is { } closed)
            {
                End(closed);
            }
        }
    }

    /// <summary>Whatever was committed up to a position has begun.</summary>
    public void Close(Mark mark)
    {
        lock (_lock)
        {
            _open.Mark = mark;
            _open.Closed = _closed.AddLast(_open);
            if (_open.Unfinished == 0)
            {
                End(_open.Closed);
            }

            _open = new Generation();
        }
    }

    private void End(LinkedListNode<Generation> closed)
    {
        var before = closed.Previous;
        _closed.Remove(closed);
        if (before is not null)
        {
            // When that is finished, so is this.
            before.Value.Mark = closed.Value.Mark;
        }
        else
        {
            Last = closed.Value.Mark!;
            reached(Last);
        }
    }
}

/// <summary>Changes that were begun between two known positions.</summary>
internal sealed class Generation
{
    public int Unfinished { get; set; }

    public Mark? Mark { get; set; }

    /// <summary>Where it is among those that are waited for, once its position is known.</summary>
    public LinkedListNode<Generation>? Closed { get; set; }
}
