using System.Diagnostics;
using System.Globalization;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// How fast what waits in a slot is handled: by a worker with default options whose listener does nothing, by a loop written by hand over Npgsql that makes the same record, and by
/// <c>pg_recvlogical</c>, which writes the bytes to /dev/null. Each is a process of its own.
/// </summary>
internal static class WalDrainBenchmarks
{
    private static readonly int Rows = Size.Of("POSTGRESWORKER_BENCH_DRAIN_ROWS", 1_000_000), Rounds = Size.Of("POSTGRESWORKER_BENCH_DRAIN_ROUNDS", 3);

    public static IEnumerable<Interleaved> All => [Of("Drain.Transactions.Of1", 1), Of("Drain.Transactions.Of100", 100), Of("Drain.Transactions.OfAll", Rows)];

    /// <summary>What a round gives.</summary>
    public static Measured Measured(double seconds, double client, double allocated, double switches) => new(
        seconds,
        new Measured.Figure("client", "processor s", client) { IsCompared = true },
        new Measured.Figure("allocated", "bytes a row", allocated),
        new Measured.Figure("context switches", "a row", switches));

    private static Interleaved Of(string name, int ofTransaction)
    {
        var filled = new Lazy<Task<FilledSlot>>(() => FilledSlot.CreateAsync(Rows, ofTransaction));
        return new Interleaved(
            name,
            "s",
            Rounds,
            ("pg_recvlogical", async () => await ReceiveAsync(await filled.Value.ConfigureAwait(false)).ConfigureAwait(false)),
            ("NpgsqlLoop", async () => await WalDrainProcess.MeasureAsync(WalDrainProcess.Loop, await filled.Value.ConfigureAwait(false), Rows).ConfigureAwait(false)),
            ("Worker", async () => await WalDrainProcess.MeasureAsync(WalDrainProcess.Worker, await filled.Value.ConfigureAwait(false), Rows).ConfigureAwait(false)))
        {
            WarmsUp = false,
            Yardsticks = 2,
            EndAsync = async () => await (await filled.Value.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false),
        };
    }

    private static async Task<Measured> ReceiveAsync(FilledSlot filled)
    {
        var binaries = await PostgresSearch.FindAsync(null, filled.Version.Major, CancellationToken.None).ConfigureAwait(false);
        var slot = await filled.CopyAsync(FilledSlot.Main).ConfigureAwait(false);
        var (client, since) = (ProcessorTime.OfEnded(), Stopwatch.GetTimestamp());
        var run = await ProgramRun.RunAsync(
            binaries.Program("pg_recvlogical"),
            [
                "-h", "127.0.0.1", "-p", filled.Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "-d", FilledSlot.Main, "-S", slot, "--start", "-n", "-f", "/dev/null", "-E", filled.End,
                "-o", "proto_version=1", "-o", "binary=true", "-o", $"publication_names={FilledSlot.Publication}",
            ],
            CancellationToken.None).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        return run.ExitCode == 0
            ? Measured(seconds, ProcessorTime.OfEnded() - client, double.NaN, double.NaN)
            : throw new InvalidOperationException($"pg_recvlogical must end where all rows were sent; it said:\n{run.Output}");
    }
}
