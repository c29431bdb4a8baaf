namespace PostgresWorker.Outbox;

/// <summary>
/// Changes finish in any order. Those that were begun since the last known position are a generation: when it and all before it are finished, everything up to its position is.
/// </summary>
/// <param name="reached">Told each position up to which everything is finished, in order.</param>
internal sealed class Generations(Action<Lsn> reached)
{
    private readonly Lock _lock = new();
    private readonly Queue<Generation> _closed = new();
    private Generation _open = new();

    public Lsn Position { get; private set; }

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
            if (--generation.Unfinished == 0)
            {
                Advance();
            }
        }
    }

    /// <summary>Whatever was committed up to a position has begun.</summary>
    public void Close(Lsn position)
    {
        lock (_lock)
        {
            if (_open.Unfinished == 0 && _closed.Count == 0)
            {
                Reach(position);
                return;
            }

            _open.Position = position;
            _closed.Enqueue(_open);
            _open = new Generation();
            Advance();
        }
    }

    private void Advance()
    {
        while (_closed.TryPeek(out var first) && first.Unfinished == 0)
        {
            _closed.Dequeue();
            Reach(first.Position);
        }
    }

    private void Reach(Lsn position)
    {
        if (position > Position)
        {
            Position = position;
            reached(position);
        }
    }
}

/// <summary>Changes that were begun between two known positions.</summary>
internal sealed class Generation
{
    public int Unfinished { get; set; }

    public Lsn Position { get; set; }
}
