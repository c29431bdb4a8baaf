namespace PostgresWorker.ThrowAway;

/// <summary>The lines that a program has written so far, and those who wait for one.</summary>
internal sealed class ProgramLines
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = NewSignal();
    private bool _ended;

    public string[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _lines];
        }
    }

    public void Add(string line) => Change(() => _lines.Add(line));

    public void End() => Change(() => _ended = true);

    /// <summary>The first line that fits, already there or still to come; null where the program ends without one.</summary>
    public async Task<string?> FirstAsync(Func<string, bool> fits, CancellationToken ct)
    {
        for (var seen = 0; ;)
        {
            Task changed;
            bool ended;
            lock (_lock)
            {
                var index = _lines.FindIndex(seen, line => fits(line));
                if (index >= 0)
                {
                    return _lines[index];
                }

                (seen, changed, ended) = (_lines.Count, _changed.Task, _ended);
            }

            if (ended)
            {
                return null;
            }

            await changed.WaitAsync(ct).ConfigureAwait(false);
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
