using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Observability;
using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.Wal;

/// <summary>
/// Writes the checkpoint, and tries again where that fails for a moment: the stream lives, listeners go on, and all that waits is what the server may forget. That the epoch is over does not pass.
/// </summary>
/// <param name="source">The source's name.</param>
/// <param name="checkpoint">The checkpoint.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where to say that it can't be written, and that it can again.</param>
internal sealed class CheckpointWrites(string source, ICheckpoint checkpoint, TimeProvider time, ILogger logger)
{
    // One writer: there is nobody to keep apart by chance.
    private static readonly Backoff Waits = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), static () => 1);

    private int _failures;
    private TimeSpan _wait;
    private long _failedAt;

    /// <summary>Everything up to here is written to be finished.</summary>
    public Lsn Written { get; private set; } = checkpoint.Start;

    /// <summary>Writes it, unless that failed just now.</summary>
    /// <exception cref="Exception">Not one that passes by itself.</exception>
    public async ValueTask TryWriteAsync(Lsn position, CancellationToken cancellationToken)
    {
        if (_failures > 0 && time.GetElapsedTime(_failedAt) < _wait)
        {
            return;
        }

        try
        {
            await checkpoint.WriteAsync(position, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ConnectionError.IsTransient(e))
        {
            _wait = Waits.After(++_failures);
            _failedAt = time.GetTimestamp();
            Log.CheckpointNotWritten(logger, e, source, position);
            return;
        }

        Written = position;
        if (_failures > 0)
        {
            Log.CheckpointWrittenAgain(logger, source, position, _failures);
            _failures = 0;
        }
    }

    /// <summary>Writes it, however often that fails, until <paramref name="deadline"/> is cancelled.</summary>
    public async ValueTask WriteAsync(Lsn position, CancellationToken deadline)
    {
        await TryWriteAsync(position, deadline).ConfigureAwait(false);
        while (Written < position)
        {
            await Task.Delay(_wait, time, deadline).ConfigureAwait(false);
            await TryWriteAsync(position, deadline).ConfigureAwait(false);
        }
    }
}
