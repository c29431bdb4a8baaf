namespace PostgresWorker.Delivery;

/// <summary>Learns what has begun and what has been read to its end, and so what may be acknowledged once it is finished.</summary>
internal interface IProgressTracker
{
    /// <summary>Something begins that is acknowledged as a whole: a transaction, or the source's current change where that is one by itself.</summary>
    /// <param name="committedAt">When it was committed, by the server's clock.</param>
    DeliveryProgress Begin(DateTimeOffset committedAt = default);

    /// <summary>All of it has been posted: no more deliveries are added to it.</summary>
    /// <param name="progress">What began.</param>
    /// <param name="end">What stands for it when it is acknowledged.</param>
    void Commit(DeliveryProgress progress, Lsn end);
}
