using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// Eight lanes and a key that fails for as long as is measured, and of which more changes come: how many changes of other keys are handled in a second, against the same without the failure.
/// </summary>
internal static class FailingKeyBenchmarks
{
    private const int FailingKey = 0, Group = 1000;

    /// <summary>Handlers that work for a millisecond, and a key that fails for 30 s; and, for what the lanes themselves cost, handlers that do nothing, with fewer changes of that key, since those that wait count as in flight.</summary>
    public static IReadOnlyList<Interleaved> All { get; } =
    [
        Of("FailingKey.Working", TimeSpan.FromSeconds(30), rounds: 5, keys: 1000, static ct => Task.Delay(1, ct)),
        Of("FailingKey.Idle", TimeSpan.FromSeconds(10), rounds: 7, keys: 10_000, static async _ => await Task.Yield()),
    ];

    private static Interleaved Of(string name, TimeSpan time, int rounds, int keys, Func<CancellationToken, Task> workAsync) => new(
        name, "changes/s", rounds, ("Alone", () => RunAsync(time, keys, failing: -1, workAsync)), ("BesideOneThatFails", () => RunAsync(time, keys, FailingKey, workAsync)));

    private static async Task<double> RunAsync(TimeSpan time, int keys, long failing, Func<CancellationToken, Task> workAsync)
    {
        var others = 0L;
        var services = new ServiceCollection().BuildServiceProvider();
        await using var _ = services.ConfigureAwait(false);
        var wire = new WireStore();
        var route = new RowListenerRoute<Order>("Orders", "bench", OrderTuple.Layout.Table, ChangeKinds.Rows, false, OrderRowReader.Instance, async (change, _, ct) =>
        {
            await workAsync(ct).ConfigureAwait(false);
            if (change.Row.Id == failing)
            {
                throw new InvalidOperationException("always");
            }

            if (change.Row.Id != FailingKey)
            {
                Interlocked.Increment(ref others);
            }
        });
        var options = new SourceOptions { MaxAttempts = 100_000, MinRetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(30) };
        var attempt = Attempts.Create(services, options);
        var lanes = new LaneSet(LaneSettings.Of(new SourceOptions()), attempt, new HaltWhenExhausted(), TimeProvider.System, NullLogger.Instance, wire);
        await using var __ = lanes.ConfigureAwait(false);
        var orders = new OrderStream(route, lanes, wire, new AckTracker(Lsn.None));
        return await Interleaved.RateAsync(
            time,
            async over =>
            {
                for (var posted = 0; !over.IsCancellationRequested; posted += Group)
                {
                    await orders.PostAsync(Group, i => (posted + i) % keys).ConfigureAwait(false);
                }
            },
            () => Interlocked.Read(ref others)).ConfigureAwait(false);
    }
}
