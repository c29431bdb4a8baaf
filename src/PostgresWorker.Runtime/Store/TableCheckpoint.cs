using PostgresWorker.FailPoints;
using PostgresWorker.Sharding;

namespace PostgresWorker.Store;

/// <summary>A checkpoint in <c>postgres_worker.checkpoints</c>.</summary>
/// <param name="table">The table.</param>
/// <param name="pruning">Removes what is recorded of changes behind it; null where nothing is.</param>
/// <param name="epoch">The epoch that was begun.</param>
/// <param name="start">Everything up to here was finished then.</param>
/// <param name="asked">Up to where somebody waits that goes by what is written; null where nobody can.</param>
internal sealed class TableCheckpoint(CheckpointTable table, HandledPruning? pruning, long epoch, Lsn start, AskedPosition? asked = null) : ICheckpoint
{
    private Lsn _written;

    /// <inheritdoc />
    public Lsn Start => start;

    /// <inheritdoc />
    public Epoch Epoch { get; } = new(epoch);

    /// <summary>A mebibyte: less frees no segment of WAL, and a write makes some hundred bytes.</summary>
    public ulong IdleStep => IsAsked ? 0UL : 1 << 20;

    /// <inheritdoc />
    public bool IsAsked => asked?.Position > _written;

    /// <inheritdoc />
    public async ValueTask WriteAsync(Lsn position, CancellationToken cancellationToken)
    {
        Failing.Reach(FailPoint.BeforeCheckpoint);
        if (!await table.WriteAsync(epoch, position, cancellationToken).ConfigureAwait(false))
        {
            await Epoch.EndAsync().ConfigureAwait(false);
            throw new EpochOverException(epoch);
        }

        _written = position;
        Failing.Reach(FailPoint.AfterCheckpoint);
        if (pruning is not null)
        {
            await pruning.AfterAsync(position, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => Epoch.Dispose();
}
