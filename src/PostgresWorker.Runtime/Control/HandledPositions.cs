namespace PostgresWorker.Control;

/// <summary>How far a source has come, over all of its connections, and who waits for it to come further.</summary>
internal sealed class HandledPositions
{
    private const int MaxGivenUp = 64;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, Lsn> _waiting = new();
    private int _dropAt = MaxGivenUp;
    private Exception? _end;
    private Lsn _handled;

    /// <summary>Everything up to here is handled.</summary>
    public Lsn Handled
    {
        get
        {
            lock (_lock)
            {
                return _handled;
            }
        }
    }

    /// <summary>The highest position that somebody waits for; none where nobody does.</summary>
    public Lsn Wanted
    {
        get
        {
            lock (_lock)
            {
                var wanted = Lsn.None;
                foreach (var (waiting, position) in _waiting.UnorderedItems)
                {
                    wanted = !waiting.Task.IsCompleted && position > wanted ? position : wanted;
                }

                return wanted;
            }
        }
    }

    /// <summary>Called when somebody begins to wait.</summary>
    public Action? Waited { get; set; }

    /// <summary>How many waits are kept.</summary>
    internal int Count => _waiting.Count;

    /// <summary>Everything up to <paramref name="position"/> is handled. Called at each step, so it is cheap where nobody waits.</summary>
    public void Reach(Lsn position)
    {
        lock (_lock)
        {
            _handled = position > _handled ? position : _handled;
            while (_waiting.TryPeek(out var first, out var wanted) && wanted <= _handled)
            {
                _waiting.Dequeue();
                first.TrySetResult();
            }
        }
    }

    /// <summary>Nothing more is handled.</summary>
    public void End(Exception reason)
    {
        lock (_lock)
        {
            _end = reason;
            while (_waiting.TryDequeue(out var waiting, out _))
            {
                waiting.TrySetException(reason);
            }
        }
    }

    public Task WhenHandledAsync(Lsn position, CancellationToken cancellationToken)
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            if (position <= _handled)
            {
                return Task.CompletedTask;
            }

            if (_end is not null)
            {
                return Task.FromException(_end);
            }

            waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiting, position);
            DropGivenUp();
        }

        Waited?.Invoke();
        return WaitAsync(waiting, cancellationToken);
    }

    private static async Task WaitAsync(TaskCompletionSource waiting, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource)waiting!).TrySetCanceled(token), waiting))
        {
            await waiting.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Forgets waits that were given up, once they may be many.</summary>
    private void DropGivenUp()
    {
        if (_waiting.Count < _dropAt)
        {
            return;
        }

        var all = _waiting.UnorderedItems.ToArray();
        _waiting.Clear();
        foreach (var (waiting, position) in all)
        {
            if (!waiting.Task.IsCompleted)
            {
                _waiting.Enqueue(waiting, position);
            }
        }

        _dropAt = Math.Max(MaxGivenUp, 2 * _waiting.Count);
    }
}
