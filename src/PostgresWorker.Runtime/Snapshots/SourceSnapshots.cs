namespace PostgresWorker.Snapshots;

/// <summary>What a process knows of one source's snapshots, over all of its connections: which are read, and that another was asked for.</summary>
internal sealed class SourceSnapshots
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _asked = New();
    private SnapshotStatus[] _current = [];

    /// <summary>Those whose rows are delivered, the first that began first.</summary>
    public IReadOnlyList<SnapshotStatus> Current => Volatile.Read(ref _current);

    /// <summary>One has begun, or is further.</summary>
    public void Show(SnapshotStatus snapshot)
    {
        lock (_lock)
        {
            var isShown = Array.Exists(_current, one => one.Id == snapshot.Id);
            Volatile.Write(ref _current, isShown ? [.. _current.Select(one => one.Id == snapshot.Id ? snapshot : one)] : [.. _current, snapshot]);
        }
    }

    /// <summary>One has ended, or another instance goes on with it.</summary>
    public void Hide(long snapshot)
    {
        lock (_lock)
        {
            Volatile.Write(ref _current, Array.FindAll(_current, one => one.Id != snapshot));
        }
    }

    public void HideAll()
    {
        lock (_lock)
        {
            Volatile.Write(ref _current, []);
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
