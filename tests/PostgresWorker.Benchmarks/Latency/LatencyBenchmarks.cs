using System.Globalization;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// How long after its commit a change is with its listener: a worker beside the loop over Npgsql, at 1,000 transactions of a row a second; and a worker that empties an outbox, woken by NOTIFY and by its polls.
/// Writers are pgbench's, which keep to their times whatever else goes on.
/// </summary>
internal static class LatencyBenchmarks
{
    private const int OutboxRate = 100, Clients = 2;

    private const string Insert =
        """
        \set customer random(1, 1000)
        INSERT INTO orders (customer_id, status, total, placed_at, note) VALUES (:customer, 'pending', :customer / 100.0, now(), 'a note of order ' || :customer);
        """;

    private static readonly int Rounds = Size.Of("POSTGRESWORKER_BENCH_LATENCY_ROUNDS", 5), Rate = Size.Of("POSTGRESWORKER_BENCH_LATENCY_RATE", 1000);

    /// <summary>How long writers write.</summary>
    public static int Seconds { get; } = Size.Of("POSTGRESWORKER_BENCH_LATENCY_SECONDS", 15);

    /// <summary>How long they write before: so long does the JIT compiler take to have compiled well what is called a thousand times a second, in a thread that takes half the processors meanwhile.</summary>
    public static int WarmSeconds { get; } = Size.Of("POSTGRESWORKER_BENCH_LATENCY_WARM_SECONDS", 75);

    public static IEnumerable<Interleaved> All
    {
        get
        {
            var filled = new Lazy<Task<FilledSlot>>(static () => FilledSlot.CreateAsync(1000, 100, isSynchronous: true));
            yield return new Interleaved("Latency", "p50, µs", Rounds, ("NpgsqlLoop", () => OfSlotAsync(filled, LatencyProcess.Loop)), ("Worker", () => OfSlotAsync(filled, LatencyProcess.Worker)))
            {
                WarmsUp = false,
                EndAsync = async () => await (await filled.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false),
            };
        }
    }

    public static IEnumerable<Interleaved> OfOutbox =>
    [
        new("Outbox.Latency", "p50, µs", OutboxBench.Rounds, ("Poll", static () => OfOutboxAsync(LatencyProcess.Polling, WakeUp.Poll)), ("Notify", static () => OfOutboxAsync(LatencyProcess.Notified, WakeUp.Notify))) { WarmsUp = false },
    ];

    private static async Task<Measured> OfSlotAsync(Lazy<Task<FilledSlot>> lazy, string who)
    {
        var filled = await lazy.Value.ConfigureAwait(false);
        var slot = await filled.CreateEmptyAsync().ConfigureAwait(false);
        return await LatencyProcess.MeasureAsync(
            who, filled.ConnectionStringFor(FilledSlot.Main), slot, () => filled.WhenReadAsync(slot), seconds => WriteAsync(filled.Version, filled.Port, Rate, seconds)).ConfigureAwait(false);
    }

    private static async Task<Measured> OfOutboxAsync(string who, WakeUp wakeUp)
    {
        var server = await ThrowAwayPostgres.StartAsync().ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var __ = database.ConfigureAwait(false);
        await OutboxBench.MakeAsync(database, server.ConnectionString, wakeUp).ConfigureAwait(false);
        return await LatencyProcess.MeasureAsync(
            who,
            server.ConnectionString,
            "",
            () => OrdersDatabase.IsSoAsync(database, "SELECT count(*) > 0 FROM postgres_worker.lanes WHERE owner IS NOT NULL"),
            seconds => WriteAsync(server.Version, server.Port, OutboxRate, seconds)).ConfigureAwait(false);
    }

    private static async Task WriteAsync(Version version, int port, int rate, int seconds)
    {
        var binaries = await PostgresSearch.FindAsync(null, version.Major, CancellationToken.None).ConfigureAwait(false);
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, Insert).ConfigureAwait(false);
        string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
        var run = await ProgramRun.RunAsync(
            binaries.Program("pgbench"),
            ["-n", "-M", "prepared", "-f", script, "-h", "127.0.0.1", "-p", Text(port), "-U", "postgres", "-c", Text(Clients), "-R", Text(rate), "-T", Text(seconds), "postgres"],
            CancellationToken.None).ConfigureAwait(false);
        File.Delete(script);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException($"pgbench must write; it said:\n{run.Output}");
        }
    }
}
