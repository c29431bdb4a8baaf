namespace PostgresWorker.Benchmarks;

/// <summary>What <c>build/bench</c> can be asked for by name.</summary>
/// <param name="Name">The name.</param>
/// <param name="About">What is measured.</param>
/// <param name="Benchmarks">Its benchmarks, in the order in which they run.</param>
/// <param name="IsLong">Whether it only runs where it is named.</param>
internal sealed record Topic(string Name, string About, Func<IEnumerable<Interleaved>> Benchmarks, bool IsLong = false)
{
    public static IReadOnlyList<Topic> All { get; } =
    [
        new("decode", "a row from its bytes, or from JSON", static () => DecodeBenchmarks.All),
        new("pipeline", "a change from its bytes to the position that may be confirmed", static () => PipelineBenchmarks.All),
        new("drain", "what waits in a slot, against pg_recvlogical and a loop over Npgsql", static () => WalDrainBenchmarks.All),
        new("latency", "from the commit to the listener, against a loop over Npgsql", static () => LatencyBenchmarks.All),
        new("outbox-latency", "from the trigger to the listener, woken by NOTIFY and by polls", static () => LatencyBenchmarks.OfOutbox),
        new("outbox-drain", "what waits in an outbox, by one worker and by two", static () => OutboxDrainBenchmarks.All),
        new("outbox-writers", "what an outbox costs writers", static () => OutboxWriterBenchmarks.All),
        new("outbox-statements", "what a trigger for each statement would spare", static () => OutboxWriterBenchmarks.OfStatements, IsLong: true),
        new("outbox-horizon", "an outbox while vacuum can't work", static () => OutboxHorizonBenchmarks.All, IsLong: true),
        new("scale", "many tables, many keys, a long backlog", static () => ScaleBenchmarks.All),
        new("aot", "a worker by the JIT compiler and by Native AOT", static () => AotBenchmarks.All),
        new("generator", "generating code for 500 listeners, and at a keystroke", static () => GeneratorBenchmarks.All),
        new("failing-key", "a key that fails beside others", static () => FailingKeyBenchmarks.All, IsLong: true),
        new("telemetry", "what metrics and spans cost a change", static () => TelemetryBenchmarks.All, IsLong: true),
    ];

    /// <summary>What is asked for by the names of topics or of benchmarks; all but the long ones where nothing is named.</summary>
    public static IEnumerable<Interleaved> Asked(string[] names) => names.Length == 0
        ? All.Where(static topic => !topic.IsLong).SelectMany(static topic => topic.Benchmarks())
        : All.SelectMany(topic => names.Contains(topic.Name) ? topic.Benchmarks() : topic.Benchmarks().Where(benchmark => names.Contains(benchmark.Name)));
}
