using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PostgresWorker.Observability;

namespace PostgresWorker.Snapshots;

/// <summary>
/// What of a connection's snapshots is handed out and what is finished. A key is written when everything up to where its rows were handed out is finished, and the checkpoint says so: who goes on behind it
/// reads the rows behind it again.
/// </summary>
/// <param name="source">The source's name.</param>
/// <param name="store">Where it is written.</param>
/// <param name="start">Where the connection began: everything up to there is finished.</param>
/// <param name="shared">What the process knows.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The source's log.</param>
internal sealed class SnapshotProgress(string source, SnapshotStore store, Lsn start, SourceSnapshots shared, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan SayInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Queue<(Lsn At, Chunk Chunk)> _handedOut = new();
    private readonly HashSet<long> _ended = [];
    private readonly Dictionary<long, SnapshotRow> _snapshots = [];
    private readonly ConcurrentDictionary<long, long> _saidAt = new();
    private Lsn _finished = start;
    private Lsn _last;

    /// <summary>Rows of a snapshot are going to be read.</summary>
    public void Begin(SnapshotRow snapshot)
    {
        lock (_lock)
        {
            _saidAt[snapshot.Id] = time.GetTimestamp();
            Show(snapshot);
        }
    }

    /// <summary>Whether a snapshot has not been ended by somebody.</summary>
    public bool IsWanted(long snapshot)
    {
        lock (_lock)
        {
            return !_ended.Contains(snapshot);
        }
    }

    /// <summary>All rows of a chunk have been handed out.</summary>
    /// <returns>Whether its snapshot goes on.</returns>
    public async ValueTask<bool> AddAsync(Chunk chunk, CancellationToken cancellationToken)
    {
        bool isFinished;
        lock (_lock)
        {
            // One without rows is finished when those before it are.
            _last = chunk.HandedOut > _last ? chunk.HandedOut : _last;
            _handedOut.Enqueue((_last, chunk));
            isFinished = _last <= _finished;
        }

        if (isFinished)
        {
            await WriteAsync(Lsn.None, cancellationToken).ConfigureAwait(false);
        }

        return IsWanted(chunk.Snapshot);
    }

    /// <summary>Writes what is finished now that everything up to <paramref name="position"/> is.</summary>
    public async ValueTask WriteAsync(Lsn position, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _finished = position > _finished ? position : _finished;
            if (_handedOut.Count == 0)
            {
                return;
            }
        }

        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (Finished() is { Count: > 0 } finished)
            {
                await WriteAsync(finished, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>A snapshot can't go on.</summary>
    public async ValueTask FailAsync(SnapshotRow failed, string reason, CancellationToken cancellationToken)
    {
        await store.FailAsync(failed.Id, reason, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            End(failed.Id);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _writing.Dispose();
        shared.HideAll();
    }

    /// <summary>The chunks at the beginning of the queue that are of one snapshot and finished. They stay until that is written.</summary>
    private List<Chunk> Finished()
    {
        lock (_lock)
        {
            List<Chunk> finished = [];
            foreach (var (at, chunk) in _handedOut)
            {
                if (at > _finished || (finished.Count > 0 && chunk.Snapshot != finished[0].Snapshot))
                {
                    break;
                }

                finished.Add(chunk);
            }

            return finished;
        }
    }

    private async Task WriteAsync(List<Chunk> finished, CancellationToken cancellationToken)
    {
        var last = finished[^1];
        SnapshotRow? snapshot;
        lock (_lock)
        {
            _snapshots.TryGetValue(last.Snapshot, out snapshot);
        }

        // One that failed has a last word already.
        snapshot = snapshot is null ? null : snapshot with { Rows = snapshot.Rows + finished.Sum(chunk => chunk.Rows.Count) };
        var isWanted = snapshot is not null && await store.AdvanceAsync(snapshot.Id, last.LastKey, snapshot.Rows, last.IsLast, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            for (var i = 0; i < finished.Count; i++)
            {
                _handedOut.Dequeue();
            }

            if (snapshot is not null && isWanted && !last.IsLast)
            {
                Show(snapshot);
            }
            else
            {
                End(last.Snapshot);
            }
        }

        if (snapshot is not null)
        {
            Say(snapshot, isWanted, last.IsLast);
        }
    }

    private void Say(SnapshotRow snapshot, bool isWanted, bool isDone)
    {
        if (!isWanted)
        {
            Log.SnapshotCancelled(logger, source, snapshot.Id, snapshot.Table, snapshot.Rows);
        }
        else if (isDone)
        {
            Log.SnapshotDone(logger, source, snapshot.Id, snapshot.Table, snapshot.Rows);
        }
        else if (time.GetElapsedTime(_saidAt[snapshot.Id]) > SayInterval)
        {
            _saidAt[snapshot.Id] = time.GetTimestamp();
            Log.SnapshotProgressed(logger, source, snapshot.Id, snapshot.Table, snapshot.Rows, snapshot.Estimated);
        }
    }

    private void Show(SnapshotRow snapshot)
    {
        _snapshots[snapshot.Id] = snapshot;
        shared.Show(new SnapshotStatus(snapshot.Id, source, snapshot.Table, SnapshotState.Running, snapshot.Rows, snapshot.Estimated, snapshot.RequestedAt, FinishedAt: null, Error: null));
    }

    private void End(long snapshot)
    {
        _ended.Add(snapshot);
        _snapshots.Remove(snapshot);
        shared.Hide(snapshot);
    }
}
