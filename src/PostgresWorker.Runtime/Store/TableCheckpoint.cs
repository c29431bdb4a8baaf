namespace PostgresWorker.Store;

/// <summary>A checkpoint in <c>postgres_worker.checkpoints</c>.</summary>
internal sealed class TableCheckpoint(CheckpointTable table, HandledPruning? pruning, long epoch, Lsn start) : ICheckpoint
{
    /// <inheritdoc />
    public Lsn Start => start;

    /// <inheritdoc />
    public Epoch Epoch { get; } = new(epoch);

    /// <summary>A mebibyte: less frees no segment of WAL, and a write makes some hundred bytes.</summary>
    public ulong IdleStep => 1 << 20;

    /// <inheritdoc />
    public async ValueTask WriteAsync(Lsn position, CancellationToken cancellationToken)
    {
        if (!await table.WriteAsync(epoch, position, cancellationToken).ConfigureAwait(false))
        {
            await Epoch.EndAsync().ConfigureAwait(false);
            throw new EpochOverException(epoch);
        }

        if (pruning is not null)
        {
            await pruning.AfterAsync(position, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => Epoch.Dispose();
}
