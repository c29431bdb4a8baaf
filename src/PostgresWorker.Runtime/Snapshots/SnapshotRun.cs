using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.FailPoints;
using PostgresWorker.Observability;
using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.Snapshots;

/// <summary>
/// The snapshots of one connection: which is read, from where, and when the next rows may be. Asked by the reader of the stream only, between two transactions.
/// </summary>
/// <param name="source">The source's name.</param>
/// <param name="reader">Reads rows.</param>
/// <param name="store">Where it is kept what was asked for.</param>
/// <param name="progress">What was read, and is to be finished.</param>
/// <param name="shared">What the process knows.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The source's log.</param>
internal sealed class SnapshotRun(string source, ChunkReader reader, SnapshotStore store, SnapshotProgress progress, SourceSnapshots shared, TimeProvider time, ILogger logger)
{
    /// <summary>How often it is looked what other processes have asked for.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan InvisiblePause = TimeSpan.FromMilliseconds(5);

    // One reader: there is nobody to keep apart by chance.
    private static readonly Backoff Waits = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), static () => 1);

    private readonly HashSet<long> _read = [];
    private readonly ChunkSize _size = new();
    private SnapshotRow? _current;
    private string[]? _behind;
    private Task? _settled;
    private Task<SnapshotRow?>? _looking;
    private Task _asked = Task.CompletedTask;
    private Task _wait = Task.CompletedTask;
    private int _failures;

    /// <summary>Completes when <see cref="TryReadAsync"/> is to be called.</summary>
    public Task Due => _wait;

    /// <summary>Reads the next rows, if there is a snapshot.</summary>
    /// <returns>Null where there is none, or its rows can't be read now: <see cref="Due"/> tells when to ask again.</returns>
    /// <exception cref="TextFormNeededException">The rows must be read as text, and so must the stream.</exception>
    public async ValueTask<Chunk?> TryReadAsync(CancellationToken cancellationToken)
    {
        if (!_wait.IsCompleted)
        {
            return null;
        }

        try
        {
            return await ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SnapshotFailedException e)
        {
            await FailAsync(e, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ConnectionError.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            Postpone(e);
        }

        return null;
    }

    /// <summary>All rows of a chunk have been handed out.</summary>
    public async ValueTask HandedOutAsync(Chunk chunk, CancellationToken cancellationToken)
    {
        Failing.Reach(FailPoint.AfterChunk);
        if (await progress.AddAsync(chunk, cancellationToken).ConfigureAwait(false))
        {
            _behind = chunk.LastKey;
        }

        if (chunk.IsLast || !progress.IsWanted(chunk.Snapshot))
        {
            _read.Add(chunk.Snapshot);
            _current = null;
        }
    }

    private async Task<Chunk?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_current is null && !await LookAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        _settled ??= reader.SettleAsync(cancellationToken);
        if (!_settled.IsCompleted)
        {
            _wait = _settled;
            return null;
        }

        if (!_settled.IsCompletedSuccessfully)
        {
            var failed = _settled;
            _settled = null;
            await failed.ConfigureAwait(false);
        }

        var begun = time.GetTimestamp();
        var chunk = await reader.ReadAsync(_current!, _behind, _size.Rows, cancellationToken).ConfigureAwait(false);
        if (chunk is null)
        {
            _wait = Task.Delay(InvisiblePause, time, cancellationToken);
            return null;
        }

        Failing.Reach(FailPoint.InChunk);
        _failures = 0;
        _size.Took(time.GetElapsedTime(begun), chunk.Rows.Count);
        return chunk;
    }

    /// <summary>Looks whether there is a snapshot to be read. The stream does not wait meanwhile: the store may be away.</summary>
    private async ValueTask<bool> LookAsync(CancellationToken cancellationToken)
    {
        if (_looking is null)
        {
            // Before looking: what is asked for meanwhile is looked for next.
            _asked = shared.Asked;
            _looking = NextAsync(cancellationToken);
        }

        if (!_looking.IsCompleted)
        {
            _wait = _looking;
            return false;
        }

        var looking = _looking;
        _looking = null;
        _current = await looking.ConfigureAwait(false);
        if (_current is null)
        {
            _wait = Task.WhenAny(_asked, Task.Delay(LookInterval, time, cancellationToken));
        }

        return _current is not null;
    }

    private async Task<SnapshotRow?> NextAsync(CancellationToken cancellationToken)
    {
        while (await store.NextAsync(_read, cancellationToken).ConfigureAwait(false) is { } next)
        {
            var estimated = next.Estimated ?? await reader.EstimateAsync(next.Table, cancellationToken).ConfigureAwait(false);
            if (!await store.BeginAsync(next.Id, estimated, cancellationToken).ConfigureAwait(false))
            {
                // It was cancelled meanwhile.
                _read.Add(next.Id);
                continue;
            }

            _behind = next.Key;
            progress.Begin(next with { Estimated = estimated });
            if (next.IsBegun)
            {
                Log.SnapshotResumed(logger, source, next.Id, next.Table, next.Rows);
            }
            else
            {
                Log.SnapshotStarted(logger, source, next.Id, next.Table, estimated);
            }

            return next;
        }

        return null;
    }

    private async Task FailAsync(SnapshotFailedException error, CancellationToken cancellationToken)
    {
        var failed = _current!;
        _current = null;
        _read.Add(failed.Id);
        Log.SnapshotFailed(logger, error, source, failed.Id, failed.Table, error.Message);
        await progress.FailAsync(failed, error.Message, cancellationToken).ConfigureAwait(false);
    }

    private void Postpone(Exception error)
    {
        var delay = Waits.After(++_failures);
        _size.Halve();
        _wait = Task.Delay(delay, time, CancellationToken.None);
        Log.SnapshotPostponed(logger, error, source, delay);
    }
}
