namespace PostgresWorker.Telemetry;

/// <summary>What was delivered since the process began. Written by the lanes, under their lock but for the last; read by anybody.</summary>
internal sealed class DeliveryCounts
{
    private long _finished;
    private long _retries;
    private long _letters;

    /// <summary>Deliveries that are finished: handled, discarded, parked or put aside as dead letters.</summary>
    public long Finished => Interlocked.Read(ref _finished);

    /// <summary>How often one waits, or has waited, for another attempt.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Changes that became dead letters.</summary>
    public long Letters => Interlocked.Read(ref _letters);

    public void Finish() => _finished++;

    public void Retry() => _retries++;

    public void Letter() => Interlocked.Increment(ref _letters);
}
