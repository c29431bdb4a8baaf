namespace PostgresWorker.Delivery.Parking;

/// <summary>A parked key of a listener. Guarded by the lock of <see cref="ParkedKeys"/>.</summary>
/// <param name="id">Its number in the store.</param>
/// <param name="last">The last change that was stored for it before this session: whatever comes again up to there was finished or stored then. Not of an outbox.</param>
internal sealed class HeldKey(long id, ChangePosition? last)
{
    public long Id => id;

    public ChangePosition? Last => last;

    /// <summary>How many changes are being stored for it now.</summary>
    public int Storing { get; set; }

    /// <summary>Completes when it is known whether it is parked any more; null while nobody wants to know.</summary>
    public TaskCompletionSource? Closing { get; set; }
}
