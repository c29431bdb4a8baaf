using PostgresWorker.Store;

namespace PostgresWorker.Sources;

/// <summary>
/// One connection's changes, in the order that the source promises, with transaction marks. Not thread-safe: one reader.
/// </summary>
internal interface IChangeSource : IAsyncDisposable
{
    /// <summary>Where reading began (what is finished up to there does not come), and where progress is written before <see cref="ConfirmAsync"/>.</summary>
    ICheckpoint Checkpoint { get; }

    /// <summary>
    /// The highest position that the server is known to have sent everything up to, keepalives included. It covers no message outside of
    /// transactions that was not handed out.
    /// </summary>
    Lsn Received { get; }

    /// <summary>What <see cref="MoveNextAsync"/> went to; valid until its next call.</summary>
    RawChange Current { get; }

    /// <summary>Waits for the next change or transaction mark.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the connection stays usable for <see cref="ConfirmAsync"/>.</exception>
    ValueTask MoveNextAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Tells the server that everything up to <paramref name="position"/> is finished and need not be kept; none says only that somebody is here, and what was received.
    /// </summary>
    ValueTask ConfirmAsync(Lsn position, CancellationToken cancellationToken);

    /// <summary>Waits until the server has taken a confirmation of <paramref name="position"/>: a connection that is closed earlier may lose it.</summary>
    Task WhenConfirmedAsync(Lsn position, CancellationToken cancellationToken);
}
