namespace PostgresWorker.Store;

/// <summary>Where one connection's progress is written before the server hears of it.</summary>
internal interface ICheckpoint : IDisposable
{
    /// <summary>Everything up to here was finished when the connection was made. None where only the server knows.</summary>
    Lsn Start { get; }

    /// <summary>The time in which this instance may deliver.</summary>
    Epoch Epoch { get; }

    /// <summary>
    /// How many bytes of other's WAL must have passed before a position on an idle stream is written and confirmed. A write makes WAL itself, which must not be a reason for
    /// the next.
    /// </summary>
    ulong IdleStep { get; }

    /// <summary>Whether somebody waits for what is written, and it is not to wait for more.</summary>
    bool IsAsked => false;

    /// <summary>Writes that everything up to <paramref name="position"/> is finished. One at a time.</summary>
    /// <exception cref="EpochOverException">Another instance has become active, and nothing was written.</exception>
    ValueTask WriteAsync(Lsn position, CancellationToken cancellationToken);
}
