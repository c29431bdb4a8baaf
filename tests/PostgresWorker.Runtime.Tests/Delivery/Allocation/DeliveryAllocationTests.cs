using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery.Allocation;

/// <summary>What is allocated for a change on its whole way, from the message to the position that may be confirmed: the row and its strings, the change and its context, and nothing else.</summary>
/// <remarks>Alone, for what all threads allocate is counted.</remarks>
[Collection(nameof(Alone))]
public sealed class DeliveryAllocationTests
{
    private const int Changes = 100_000;
    private const int MostRounds = 30;

    [Theory]
    [InlineData(100, false, 250)]
    [InlineData(100, true, 250)]
    [InlineData(1, false, 470)]
    public async Task A_change_of_six_columns_is_delivered_in_few_bytes(int ofATransaction, bool isAsync, int most)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        var (options, wire, handled) = (new SourceOptions(), new WireStore(), 0L);
        await using var orders = new RecordedOrders(ofATransaction);
        var acks = new AckTracker(Lsn.None, orders.Confirm);
        ListenerInvoker<Change<Order>> noOp = isAsync ? Later : (_, _, _) => default;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var route = new RowListenerRoute<Order>(
            "Orders.OnOrder", "shop", Order.Layout.Table, ChangeKinds.Rows, needsServices: false, new OrderReader(), (change, scope, token) =>
            {
                Interlocked.Increment(ref handled);
                return gate.Task.IsCompleted ? noOp(change, scope, token) : new ValueTask(gate.Task);
            });
        var attempts = Attempts.Create(services, options, TimeProvider.System, NullLogger.Instance);
        await using var lanes = new LaneSet(LaneSettings.Of(options), attempts, new HaltWhenExhausted(), TimeProvider.System, NullLogger.Instance, wire);
        using var turn = new WriterTurn();
        using var stopping = new CancellationTokenSource();
        var pump = Task.Run(() => new Pump(orders, new Router([route], wire), lanes, acks, turn).RunAsync(stopping.Token, CancellationToken.None), TestContext.Current.CancellationToken);

        // The first time, what is used again is made: as much as there may be at a time.
        var first = orders.SendAsync(Changes / ofATransaction);
        await Deadline.Until(() => orders.Read > options.MaxInFlightChanges || pump.IsCompleted);
        gate.SetResult();
        Assert.Same(first, await Task.WhenAny(first, pump).InTime());

        // The least of a few rounds: a pool may miss where threads meet, and makes anew then (the runtime's own, of Later, too); what each change costs, every round shows.
        var (bytes, rounds) = (double.MaxValue, 0L);
        while (bytes > most && rounds < MostRounds)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var next = orders.SendAsync(Changes / ofATransaction);
            Assert.Same(next, await Task.WhenAny(next, pump).InTime());
            bytes = Math.Min(bytes, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Changes);
            rounds++;
        }

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump.InTime());

        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(
            $"measured: {bytes:F1} bytes for a change of six columns, of a transaction of {ofATransaction}, {(isAsync ? "by a listener that yields" : "by a listener that returns at once")}"));
        Assert.Equal((1 + rounds) * Changes, handled);
        Assert.InRange(bytes, 1, most);
    }

    // What it costs to go on elsewhere is the listener's.
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask Later(Change<Order> change, DeliveryScope scope, CancellationToken cancellationToken) => await Task.Yield();
}

/// <summary>Tests that measure the whole process run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
