using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// All of a change's walk but the network: its bytes through the decoder, the router, a lane, a scope, a listener that does nothing, to the position that may be confirmed; with one lane and with eight.
/// </summary>
internal static class PipelineBenchmarks
{
    private const int Rounds = 9, Keys = 10_000, OfTransaction = 100;

    private static readonly int Changes = Size.Of("POSTGRESWORKER_BENCH_PIPELINE_CHANGES", 2_000_000);

    public static IEnumerable<Interleaved> All =>
    [
        new("Pipeline", "processor ns a change", Rounds, ("OneLane", static () => RunAsync(1, isScoped: true)), ("EightLanes", static () => RunAsync(8, isScoped: true)), ("EightLanesNoScope", static () => RunAsync(8, isScoped: false))),
    ];

    private static async Task<Measured> RunAsync(int lanes, bool isScoped)
    {
        var services = new ServiceCollection().AddTransient<Listener>().BuildServiceProvider();
        await using var _ = services.ConfigureAwait(false);
        var (handled, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var options = new SourceOptions { MaxConcurrency = lanes };
        var wire = new WireStore();
        var route = new RowListenerRoute<Order>("Orders", "bench", OrderTuple.Layout.Table, ChangeKinds.Rows, isScoped, OrderRowReader.Instance, (change, scope, _) =>
        {
            var listener = isScoped ? scope.Services.GetRequiredService<Listener>() : Listener.Shared;
            listener.OnOrder(change);
            if (Interlocked.Increment(ref handled) == Changes)
            {
                all.TrySetResult();
            }

            return default;
        });
        var set = new LaneSet(LaneSettings.Of(options), Attempts.Create(services, options), new HaltWhenExhausted(), TimeProvider.System, NullLogger.Instance, wire);
        await using var __ = set.ConfigureAwait(false);
        using var turn = new WriterTurn();
        using var stopped = new CancellationTokenSource();
        var source = new RecordedSource(Changes, OfTransaction, Keys);
        await using var ___ = source.ConfigureAwait(false);
        var pump = new Pump(source, new Router([route], wire), set, new AckTracker(Lsn.None), turn);
        var before = Usage.Now();
        var run = Task.Run(() => pump.RunAsync(stopped.Token, stopped.Token));
        await all.Task.ConfigureAwait(false);
        var after = Usage.Now();
        await stopped.CancelAsync().ConfigureAwait(false);
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return after.Each(before, Changes);
    }

    private sealed class Listener
    {
        private Change<Order>? _last;

        public static Listener Shared { get; } = new();

        public void OnOrder(Change<Order> change) => _last = change ?? _last;
    }
}
