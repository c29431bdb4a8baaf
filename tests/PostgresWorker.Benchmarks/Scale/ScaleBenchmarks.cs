using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// What grows: a thousand tables with listeners beside one; a million keys beside a thousand; and the last fifth of a long backlog beside its first, in time and in memory.
/// </summary>
internal static class ScaleBenchmarks
{
    private const int Rounds = 7, Tables = 1000, FewKeys = 1000, BacklogTransaction = 100;

    private static readonly int Changes = Size.Of("POSTGRESWORKER_BENCH_SCALE_CHANGES", 1_000_000), Keys = Size.Of("POSTGRESWORKER_BENCH_SCALE_KEYS", 1_000_000);
    private static readonly int Backlog = Size.Of("POSTGRESWORKER_BENCH_SCALE_BACKLOG", 2_000_000), BacklogRounds = Size.Of("POSTGRESWORKER_BENCH_SCALE_ROUNDS", 1);

    public static IEnumerable<Interleaved> All
    {
        get
        {
            yield return new("Scale.Tables", "processor ns a change", Rounds, ("One", static () => RunAsync(1, FewKeys)), ("Thousand", static () => RunAsync(Tables, FewKeys)));
            yield return new("Scale.Keys", "processor ns a change", Rounds, ("Thousand", static () => RunAsync(1, FewKeys)), ("Million", static () => RunAsync(1, Keys)));
            Task<double[]>? run = null;
            yield return new("Scale.Backlog", "µs a row", BacklogRounds, ("FirstFifth", async () => Fifth(await (run = DrainAsync()).ConfigureAwait(false), 0)), ("LastFifth", async () => Fifth(await run!.ConfigureAwait(false), 4))) { WarmsUp = false };
        }
    }

    private static Measured Fifth(double[] took, int number) => new(took[2 * number], new Measured.Figure("resident at its end", "MB", took[(2 * number) + 1]) { IsCompared = true });

    private static async Task<double[]> DrainAsync()
    {
        var filled = await FilledSlot.CreateAsync(Backlog, BacklogTransaction).ConfigureAwait(false);
        await using var _ = filled.ConfigureAwait(false);
        return await BacklogProcess.MeasureAsync(filled, Backlog).ConfigureAwait(false);
    }

    private static async Task<Measured> RunAsync(int tables, int keys)
    {
        var services = new ServiceCollection().BuildServiceProvider();
        await using var _ = services.ConfigureAwait(false);
        var layouts = Enumerable.Range(0, tables).Select(static i => new TableLayout(new TableName("public", string.Create(CultureInfo.InvariantCulture, $"orders_{i}")), [.. OrderTuple.Layout.Columns])).ToArray();
        var (handled, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        ListenerInvoker<Change<Order>> handle = (_, _, _) =>
        {
            if (Interlocked.Increment(ref handled) == Changes)
            {
                all.TrySetResult();
            }

            return default;
        };
        var routes = Array.ConvertAll(layouts, ListenerRoute (layout) => new RowListenerRoute<Order>(layout.Table.Name, "bench", layout.Table, ChangeKinds.Rows, false, OrderRowReader.Instance, handle));
        var options = new SourceOptions();
        var wire = new WireStore();
        var lanes = new LaneSet(LaneSettings.Of(options), Attempts.Create(services, options), new HaltWhenExhausted(), TimeProvider.System, NullLogger.Instance, wire);
        await using var __ = lanes.ConfigureAwait(false);
        using var turn = new WriterTurn();
        using var stopped = new CancellationTokenSource();
        var source = new RecordedSource(Changes, BacklogTransaction, keys, layouts);
        await using var ___ = source.ConfigureAwait(false);
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var before = Usage.Now();
        var run = Task.Run(() => new Pump(source, new Router(routes, wire), lanes, new AckTracker(Lsn.None), turn).RunAsync(stopped.Token, stopped.Token));
        await all.Task.ConfigureAwait(false);
        var after = Usage.Now();
        var kept = GC.GetTotalMemory(forceFullCollection: true) - heap;
        await stopped.CancelAsync().ConfigureAwait(false);
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return after.Each(before, Changes, new Measured.Figure("kept afterwards", "kB", kept / 1000.0));
    }
}
