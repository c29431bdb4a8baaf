using PostgresWorker.Delivery;

namespace PostgresWorker.Outbox;

/// <summary>How far the deliveries of one change of the outbox are.</summary>
internal sealed class OutboxProgress(OutboxAcknowledgements acks, long id, short lane, Generation generation) : DeliveryProgress
{
    public long Id => id;

    public short Lane => lane;

    public Generation Generation => generation;

    /// <inheritdoc />
    protected override void OnFinished() => acks.Finish(this);
}
