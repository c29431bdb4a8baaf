using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Benchmarks;

/// <summary>The worker that tests use, published for the JIT compiler and with Native AOT: how large it is, how soon it has a change, what it takes with nothing to do and beside a load.</summary>
internal static partial class AotBenchmarks
{
    private const string Table =
        """
        CREATE TYPE item_state AS ENUM ('new', 'in_stock', 'sold_out');
        CREATE TABLE items (id bigint PRIMARY KEY, version int NOT NULL DEFAULT 1, state item_state NOT NULL DEFAULT 'new',
                            price numeric(12,2) NOT NULL DEFAULT 9.99, changed_at timestamptz NOT NULL DEFAULT now(), note text)
        """;

    private static readonly int Rounds = Size.Of("POSTGRESWORKER_BENCH_AOT_ROUNDS", 3), Load = Size.Of("POSTGRESWORKER_BENCH_AOT_LOAD", 200_000);

    public static IEnumerable<Interleaved> All
    {
        get
        {
            var folder = new Lazy<string>(static () => Directory.CreateTempSubdirectory("postgresworker-bench").FullName);
            var (jit, native) = (new Lazy<Task<string>>(() => PublishAsync(folder.Value, isNative: false)), new Lazy<Task<string>>(() => PublishAsync(folder.Value, isNative: true)));
            yield return new Interleaved("Aot", "ms to the first change", Rounds, ("Jit", async () => await RunAsync(await jit.Value.ConfigureAwait(false)).ConfigureAwait(false)), ("NativeAot", async () => await RunAsync(await native.Value.ConfigureAwait(false)).ConfigureAwait(false)))
            {
                WarmsUp = false,
                EndAsync = () =>
                {
                    Directory.Delete(folder.Value, recursive: true);
                    return Task.CompletedTask;
                },
            };
        }
    }

    private static async Task<string> PublishAsync(string folder, bool isNative)
    {
        var output = Path.Combine(folder, isNative ? "native" : "jit");

        // The SDK asks for clang; gcc links as well.
        var hasClang = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(static place => File.Exists(Path.Combine(place, "clang")));
        var run = await ProgramRun.RunAsync(
            "dotnet",
            [
                "publish", "tests/PostgresWorker.TestWorker", "-c", "Release", "-f", isNative ? "net9.0" : "net10.0", "--use-current-runtime", "--artifacts-path", Path.Combine(folder, $"artifacts-{isNative}"), "-o", output, "-nodeReuse:false", "-p:UseSharedCompilation=false",
                "-p:RunAnalyzers=false", .. isNative ? (string[])["-p:NativeAot=true"] : ["--no-self-contained"], .. isNative && !hasClang ? (string[])["-p:CppCompilerAndLinker=gcc"] : [],
            ],
            CancellationToken.None).ConfigureAwait(false);
        return run.ExitCode == 0 ? output : throw new InvalidOperationException($"The worker must be published; it said:\n{run.Output}");
    }

    private static async Task<Measured> RunAsync(string folder)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var ct = deadline.Token;
        var server = await ThrowAwayPostgres.StartAsync(ct: ct).ConfigureAwait(false);
        await using var _ = server.ConfigureAwait(false);
        var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var __ = database.ConfigureAwait(false);
        await OrdersDatabase.ExecuteAsync(database, Table).ConfigureAwait(false);

        // The first start makes slot and publication; the second finds a change that came while nobody was there.
        var first = Start(folder, server);
        await using (first.ConfigureAwait(false))
        {
            await first.LineAsync(static line => line.Contains("reads changes from slot", StringComparison.Ordinal), ct).ConfigureAwait(false);
            await first.StopAsync(ct).ConfigureAwait(false);
        }

        await OrdersDatabase.ExecuteAsync(database, "INSERT INTO items (id) VALUES (1)").ConfigureAwait(false);
        var worker = Start(folder, server);
        await using var ___ = worker.ConfigureAwait(false);
        var milliseconds = Number().Match(await worker.LineAsync(static line => line.StartsWith("first change", StringComparison.Ordinal), ct).ConfigureAwait(false)).Value;
        await Task.Delay(TimeSpan.FromSeconds(2), ct).ConfigureAwait(false);
        var idle = Megabytes(worker.ProcessId, "VmRSS:");
        var before = ProcessorTime.Of(worker.ProcessId);
        await OrdersDatabase.ExecuteAsync(database, FormattableString.Invariant($"INSERT INTO items (id) SELECT g + 1 FROM generate_series(1, {Load}) g")).ConfigureAwait(false);
        await worker.LineAsync(static line => line.StartsWith("all ", StringComparison.Ordinal), ct).ConfigureAwait(false);
        var (load, processor) = (Megabytes(worker.ProcessId, "VmHWM:"), ProcessorTime.Of(worker.ProcessId) - before);
        await worker.StopAsync(ct).ConfigureAwait(false);
        return new Measured(
            double.Parse(milliseconds, CultureInfo.InvariantCulture),
            new Measured.Figure("resident, idle", "MB", idle) { IsCompared = true },
            new Measured.Figure("most resident, under load", "MB", load) { IsCompared = true },
            new Measured.Figure("load", "processor µs a change", processor * 1e6 / Load) { IsCompared = true },
            new Measured.Figure("size", "MB", Directory.EnumerateFiles(folder).Where(static file => !file.EndsWith(".pdb", StringComparison.Ordinal) && !file.EndsWith(".dbg", StringComparison.Ordinal)).Sum(static file => new FileInfo(file).Length) / 1e6));
    }

    private static ThrowAwayProgram Start(string folder, ThrowAwayPostgres server) => ThrowAwayProgram.Start(
        Path.Combine(folder, "PostgresWorker.TestWorker"),
        [],
        folder,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__test"] = server.ConnectionString,
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__PostgresWorker"] = "Information",
            ["Expect"] = (Load + 1).ToString(CultureInfo.InvariantCulture),
        });

    private static double Megabytes(int process, string figure) =>
        double.Parse(Number().Match(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(figure, StringComparison.Ordinal))).Value, CultureInfo.InvariantCulture) * 1024 / 1e6;

    [GeneratedRegex("[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
