using PostgresWorker.Store;

namespace PostgresWorker.Snapshots;

/// <summary>A checkpoint with which it is written how far snapshots are: behind it, so that what is said to be finished is.</summary>
internal sealed class SnapshotCheckpoint(ICheckpoint checkpoint, SnapshotProgress progress) : ICheckpoint
{
    /// <inheritdoc />
    public Lsn Start => checkpoint.Start;

    /// <inheritdoc />
    public Epoch Epoch => checkpoint.Epoch;

    /// <inheritdoc />
    public ulong IdleStep => checkpoint.IdleStep;

    /// <inheritdoc />
    public bool IsAsked => checkpoint.IsAsked;

    /// <inheritdoc />
    public async ValueTask WriteAsync(Lsn position, CancellationToken cancellationToken)
    {
        await checkpoint.WriteAsync(position, cancellationToken).ConfigureAwait(false);
        await progress.WriteAsync(position, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what was finished before it was known to be handed out.</summary>
    public ValueTask WriteRestAsync(CancellationToken cancellationToken) => progress.WriteAsync(Lsn.None, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        progress.Dispose();
        checkpoint.Dispose();
    }
}
