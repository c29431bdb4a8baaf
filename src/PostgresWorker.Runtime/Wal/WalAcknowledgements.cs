using PostgresWorker.Delivery;
using PostgresWorker.Sources;

namespace PostgresWorker.Wal;

/// <summary>The longest finished prefix of the log, written to the checkpoint and confirmed to the server.</summary>
internal sealed class WalAcknowledgements : IAcknowledgements
{
    private readonly IConfirmableSource _source;
    private readonly AckTracker _acks;
    private readonly FeedbackLoop _feedback;

    public WalAcknowledgements(IConfirmableSource source, in AcknowledgeSettings settings)
    {
        _source = source;
        _acks = new AckTracker(source.Start, settings.Positions.Reach);
        _feedback = new FeedbackLoop(settings.Source, source, _acks, settings.Interval, settings.Time, settings.Logger, settings.Beats);
    }

    /// <inheritdoc />
    public Lsn Position => _acks.Confirmed;

    /// <inheritdoc />
    public TimeSpan? LagAt(DateTimeOffset now) => _acks.Oldest is { } oldest && now > oldest ? now - oldest : TimeSpan.Zero;

    /// <inheritdoc />
    public CancellationToken Lost => _feedback.Lost;

    /// <inheritdoc />
    public Exception? Failure => _feedback.Failure;

    /// <inheritdoc />
    public DeliveryProgress Begin(DateTimeOffset committedAt = default) => _acks.Begin(committedAt);

    /// <inheritdoc />
    public void Commit(DeliveryProgress progress, Lsn end) => _acks.Commit((TransactionProgress)progress, end);

    /// <inheritdoc />
    public async Task ConfirmLastAsync(CancellationToken cancellationToken)
    {
        await _feedback.StopAsync().ConfigureAwait(false);
        await _feedback.ConfirmLastAsync(cancellationToken).ConfigureAwait(false);
        await _source.WhenConfirmedAsync(_feedback.Sent, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _feedback.DisposeAsync();
}
