namespace PostgresWorker.Snapshots;

/// <summary>What a process knows of one source's snapshots, over all of its connections: which one is read, and that another was asked for.</summary>
internal sealed class SourceSnapshots
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _asked = New();
    private SnapshotStatus? _current;

    /// <summary>The one whose rows are delivered; null where none is.</summary>
    public SnapshotStatus? Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }

        set
        {
            lock (_lock)
            {
                _current = value;
            }
        }
    }

    /// <summary>Completes when one is asked for in this process the next time.</summary>
    public Task Asked
    {
        get
        {
            lock (_lock)
            {
                return _asked.Task;
            }
        }
    }

    public void Ask()
    {
        lock (_lock)
        {
            _asked.TrySetResult();
            _asked = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
