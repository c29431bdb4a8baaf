using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// Eight lanes and a key that fails for the whole time, of which more changes come: how fast those of other keys are handled, as a ratio to the same without
/// it.
/// </summary>
[InProcess]
public class FailingKeyBenchmarks
{
    private const int Changes = 50_000, Keys = 1000, FailingKey = 0;

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    [GlobalCleanup]
    public void End() => _services.Dispose();

    [Benchmark(Baseline = true)]
    public Task Alone() => RunAsync(failing: -1);

    [Benchmark]
    public Task BesideOneThatFails() => RunAsync(FailingKey);

    private async Task RunAsync(long failing)
    {
        var others = new CountdownEvent(Changes - (Changes / Keys));
        using var _ = others;
        var wire = new WireStore();
        var route = new RowListenerRoute<Order>("Orders", "bench", OrderTuple.Layout.Table, ChangeKinds.Rows, false, OrderRowReader.Instance, async (change, _, _) =>
        {
            await Task.Yield();
            if (change.Row.Id == failing)
            {
                throw new InvalidOperationException("always");
            }

            if (change.Row.Id != FailingKey)
            {
                others.Signal();
            }
        });
        var options = new SourceOptions { MaxAttempts = 100_000, MinRetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(30) };
        var attempt = Attempts.Create(_services, options);
        var lanes = new LaneSet(LaneSettings.Of(new SourceOptions()), attempt, new HaltWhenExhausted(), TimeProvider.System, NullLogger.Instance, wire);
        await using var __ = lanes.ConfigureAwait(false);
        await new OrderStream(route, lanes, wire, new AckTracker(Lsn.None)).PostAsync(Changes, i => i % Keys).ConfigureAwait(false);
        others.Wait();
    }
}
