namespace PostgresWorker.Delivery;

/// <summary>Makes a lane's deliveries; each call ends when they are made.</summary>
internal interface ILaneDeliveries
{
    ValueTask DeliverAsync(PendingDelivery delivery);

    ValueTask DeliverAsync(GatheredBatch batch);
}
