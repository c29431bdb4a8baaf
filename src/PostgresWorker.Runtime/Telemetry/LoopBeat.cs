namespace PostgresWorker.Telemetry;

/// <summary>When one loop last moved.</summary>
internal sealed class LoopBeat(string loop, TimeProvider time, Action<LoopBeat> ended) : IDisposable
{
    private long _moved = time.GetTimestamp();

    public string Loop => loop;

    public TimeSpan Age => time.GetElapsedTime(Interlocked.Read(ref _moved));

    public void Move() => Interlocked.Exchange(ref _moved, time.GetTimestamp());

    /// <inheritdoc />
    public void Dispose() => ended(this);
}
