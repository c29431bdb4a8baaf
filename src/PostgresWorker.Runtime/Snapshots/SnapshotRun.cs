using Microsoft.Extensions.Logging;
using PostgresWorker.FailPoints;
using PostgresWorker.Observability;
using PostgresWorker.Sources;

namespace PostgresWorker.Snapshots;

/// <summary>
/// The snapshots of one connection: which are read, from where, and when the next rows may be. Asked by the reader of the stream only, between two transactions.
/// </summary>
/// <param name="source">The source's name.</param>
/// <param name="most">How many are read at a time.</param>
/// <param name="reader">Reads rows.</param>
/// <param name="queue">What is to be read.</param>
/// <param name="progress">What was read, and is to be finished.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The source's log.</param>
internal sealed class SnapshotRun(string source, int most, ChunkReader reader, SnapshotQueue queue, SnapshotProgress progress, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan InvisiblePause = TimeSpan.FromMilliseconds(5);

    private readonly SnapshotPostponement _postponement = new(source, time, logger);
    private readonly List<SnapshotReading> _readings = [];
    private Task? _settled;
    private Task _settledDue = Task.CompletedTask;
    private int _failures;

    /// <summary>Completes when <see cref="TryReadAsync"/> is to be called.</summary>
    public Task Due { get; private set; } = Task.CompletedTask;

    /// <summary>Reads the next rows of each snapshot that there is, all at the same time.</summary>
    /// <returns>None where there is no snapshot, or no rows can be read now: <see cref="Due"/> tells when to ask again.</returns>
    /// <exception cref="TextFormNeededException">The rows must be read as text, and so must the stream.</exception>
    public async ValueTask<IReadOnlyList<Chunk>> TryReadAsync(CancellationToken cancellationToken)
    {
        if (!Due.IsCompleted)
        {
            return [];
        }

        while (_readings.Count < most && await queue.TryTakeAsync(cancellationToken).ConfigureAwait(false) is { } next)
        {
            _readings.Add(new SnapshotReading(next));
        }

        Chunk[] chunks = [];
        if (_readings.Count > 0 && await IsSettledAsync(cancellationToken).ConfigureAwait(false))
        {
            var read = _readings.Where(reading => reading.Wait.IsCompleted).ToArray();
            chunks = [.. (await Task.WhenAll(read.Select(reading => ReadAsync(reading, cancellationToken))).ConfigureAwait(false)).OfType<Chunk>()];
            await EndFailedAsync(cancellationToken).ConfigureAwait(false);
        }

        Due = chunks.Length > 0 ? Task.CompletedTask : NextDue();
        return chunks;
    }

    /// <summary>All rows of a chunk have been handed out.</summary>
    public async ValueTask HandedOutAsync(Chunk chunk, CancellationToken cancellationToken)
    {
        Failing.Reach(FailPoint.AfterChunk);
        var reading = _readings.Find(one => one.Row.Id == chunk.Snapshot)!;
        if (await progress.AddAsync(chunk, cancellationToken).ConfigureAwait(false))
        {
            reading.Behind = chunk.LastKey;
        }

        if (chunk.IsLast || !progress.IsWanted(chunk.Snapshot))
        {
            Remove(reading);
        }
    }

    private async Task<Chunk?> ReadAsync(SnapshotReading reading, CancellationToken cancellationToken)
    {
        try
        {
            var begun = time.GetTimestamp();
            var chunk = await reader.ReadAsync(reading.Row, reading.Behind, reading.Size.Rows, cancellationToken).ConfigureAwait(false);
            reading.Failures = 0;
            if (chunk is null)
            {
                reading.Wait = Task.Delay(InvisiblePause, time, cancellationToken);
                return null;
            }

            Failing.Reach(FailPoint.InChunk);
            reading.Size.Took(time.GetElapsedTime(begun), chunk.Rows.Count);
            return chunk;
        }
        catch (SnapshotFailedException e)
        {
            reading.Error = e;
        }
        catch (Exception e) when (ConnectionError.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            reading.Size.Halve();
            reading.Wait = _postponement.Say(e, ++reading.Failures, cancellationToken);
        }

        return null;
    }

    /// <summary>Whether what an earlier process had delivered is seen by what is read. The stream does not wait for it.</summary>
    private async ValueTask<bool> IsSettledAsync(CancellationToken cancellationToken)
    {
        if (_settled is null && _settledDue.IsCompleted)
        {
            _settledDue = _settled = reader.SettleAsync(cancellationToken);
        }

        if (_settled is not { IsCompleted: true })
        {
            return false;
        }

        try
        {
            await _settled.ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (ConnectionError.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            _settled = null;
            _settledDue = _postponement.Say(e, ++_failures, cancellationToken);
            return false;
        }
    }

    private Task NextDue()
    {
        List<Task> due = [.. _readings.Select(reading => _settledDue.IsCompleted ? reading.Wait : _settledDue)];
        if (_readings.Count < most)
        {
            due.Add(queue.Due);
        }

        return due.Count == 1 ? due[0] : Task.WhenAny(due);
    }

    private async ValueTask EndFailedAsync(CancellationToken cancellationToken)
    {
        while (_readings.Find(reading => reading.Error is not null) is { Error: { } error } failed)
        {
            Remove(failed);
            await progress.FailAsync(failed.Row, error.Message, cancellationToken).ConfigureAwait(false);
            Log.SnapshotFailed(logger, error, source, failed.Row.Id, failed.Row.Table, error.Message);
        }
    }

    /// <summary>There is room for the next.</summary>
    private void Remove(SnapshotReading reading)
    {
        _readings.Remove(reading);
        queue.LookAgain();
    }
}
