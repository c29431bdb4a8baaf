namespace PostgresWorker.Benchmarks;

/// <summary>How long after its commit each change was handled. Added to by any thread.</summary>
internal sealed class Latencies
{
    private readonly double[] _microseconds = new double[1_000_000];
    private int _count;

    /// <summary>One more change is handled now.</summary>
    /// <param name="committed">When the server committed it, or an outbox's trigger saw it: by the clock of the same machine.</param>
    public void Add(DateTimeOffset committed) => _microseconds[Interlocked.Increment(ref _count) - 1] = (TimeProvider.System.GetUtcNow() - committed).TotalMicroseconds;

    /// <summary>How many there were.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Forgets all.</summary>
    public void Clear() => Volatile.Write(ref _count, 0);

    /// <summary>The 50th, 99th and 99.9th of a hundred, in microseconds, and how many there were.</summary>
    public override string ToString()
    {
        var sorted = _microseconds[..Volatile.Read(ref _count)].Order().ToArray();
        return sorted.Length == 0
            ? throw new InvalidOperationException("Nothing was handled.")
            : FormattableString.Invariant($"{sorted[sorted.Length / 2]} {sorted[(int)(sorted.Length * 0.99)]} {sorted[(int)(sorted.Length * 0.999)]} {sorted.Length}");
    }
}
