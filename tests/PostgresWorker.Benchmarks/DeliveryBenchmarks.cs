using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// A change from the router through its lane to a static listener without services: time and bytes for one, row, strings, change and context included.
/// </summary>
[InProcess]
[MemoryDiagnoser]
#pragma warning disable CA1001 // BenchmarkDotNet calls the cleanup.
public class DeliveryBenchmarks
#pragma warning restore CA1001
{
    private const int Changes = 20_000;

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private LaneSet? _lanes;
    private OrderStream? _orders;

    /// <summary>Whether the listener ends in another thread than it began in.</summary>
    [Params(false, true)]
    public bool IsAsync { get; set; }

    [GlobalSetup]
    public void Begin()
    {
        var wire = new WireStore();
        var route = new RowListenerRoute<Order>("Orders", "bench", OrderTuple.Layout.Table, ChangeKinds.Rows, false, OrderRowReader.Instance, IsAsync ? Later : (_, _, _) => default);
        var attempt = Attempts.Create(_services, new SourceOptions());
        _lanes = new LaneSet(LaneSettings.Of(new SourceOptions()), attempt, new HaltWhenExhausted(), TimeProvider.System, NullLogger.Instance, wire);
        _orders = new OrderStream(route, _lanes, wire, new AckTracker(Lsn.None));
    }

    [GlobalCleanup]
    public async Task EndAsync()
    {
        await _lanes!.DisposeAsync().ConfigureAwait(false);
        await _services.DisposeAsync().ConfigureAwait(false);
    }

    [Benchmark(OperationsPerInvoke = Changes)]
    public async Task Delivered()
    {
        await _orders!.PostAsync(Changes, i => i).ConfigureAwait(false);
        await _lanes!.WhenIdleAsync(CancellationToken.None).ConfigureAwait(false);
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Later(Change<Order> change, DeliveryScope scope, CancellationToken cancellationToken) => await Task.Yield();
}
