using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.Wal;

/// <summary>A source whose positions are those of a log: what is finished is told by one position, up to which all is.</summary>
internal interface IConfirmableSource : IChangeSource
{
    /// <summary>Where reading began (what is finished up to there does not come), and where progress is written before <see cref="ConfirmAsync"/>.</summary>
    ICheckpoint Checkpoint { get; }

    /// <summary>
    /// The highest position that the server is known to have sent everything up to, keepalives included. It covers no message outside of
    /// transactions that was not handed out.
    /// </summary>
    Lsn Received { get; }

    /// <inheritdoc />
    Lsn IChangeSource.Start => Checkpoint.Start;

    /// <inheritdoc />
    Epoch IChangeSource.Epoch => Checkpoint.Epoch;

    /// <inheritdoc />
    IAcknowledgements IChangeSource.Acknowledge(in AcknowledgeSettings settings) => new WalAcknowledgements(this, settings);

    /// <summary>
    /// Tells the server that everything up to <paramref name="position"/> is finished and need not be kept; none says only that somebody is here, and what was received.
    /// </summary>
    ValueTask ConfirmAsync(Lsn position, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the server was asked to send all that listeners want, up to what was received before the call; false where that can't be said for the moment. No position is written or confirmed before.
    /// </summary>
    /// <exception cref="PostgresWorkerConfigurationException">It was not: changes are missing.</exception>
    ValueTask<bool> CoversAsync(Lsn received, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    /// <summary>Waits until the server has taken a confirmation of <paramref name="position"/>: a connection that is closed earlier may lose it.</summary>
    Task WhenConfirmedAsync(Lsn position, CancellationToken cancellationToken);
}
