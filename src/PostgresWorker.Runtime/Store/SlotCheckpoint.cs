namespace PostgresWorker.Store;

/// <summary>No checkpoint but the slot's own position (<see cref="Checkpoint.SlotOnly"/>).</summary>
internal sealed class SlotCheckpoint(Lsn start) : ICheckpoint
{
    /// <inheritdoc />
    public Lsn Start => start;

    /// <inheritdoc />
    public Epoch Epoch { get; } = new(0);

    /// <inheritdoc />
    public ulong IdleStep => 0;

    /// <inheritdoc />
    public ValueTask WriteAsync(Lsn position, CancellationToken cancellationToken) => default;

    /// <inheritdoc />
    public void Dispose() => Epoch.Dispose();
}
