using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Timeouts;
using PostgresWorker.Telemetry;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Telemetry;

/// <summary>Where nobody listens, telemetry costs no memory.</summary>
public sealed class UnobservedAttemptTests
{
    private const int Calls = 100_000;

    [Fact]
    public async Task An_attempt_of_which_nobody_wants_to_know_allocates_as_much_as_one_that_tells_nobody()
    {
        using var worker = new WorkerTelemetry(meters: null);
        var with = await BytesAsync(new DeliveryTelemetry(worker, "shop", TimeProvider.System));
        var without = await BytesAsync(telemetry: null);
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: {with} bytes for {Calls} calls with telemetry, {without} without");
        Assert.False(worker.IsListened);
        Assert.InRange(with - without, -Calls, Calls);
    }

    private static async Task<long> BytesAsync(DeliveryTelemetry? telemetry)
    {
        var options = new SourceOptions();
        var services = new ServiceCollection().BuildServiceProvider();
        var attempts = new DeliveryAttempt(
            new ListenerCall(services, new NoDatabase(), new TimedCalls(TimeProvider.System, NullLogger.Instance)), new DeliveryPolicies(options, []), () => 0.5, TimeProvider.System, NullLogger.Instance, telemetry);
        var calls = 0;
        var routed = Shop.Routed(Shop.TruncateListener("Things.Gone", (_, _, _) =>
        {
            calls++;
            return default;
        }));
        long before = 0;
        for (var i = 0; i < 2 * Calls; i++)
        {
            // The second half: the first makes what is used again.
            before = i == Calls ? GC.GetAllocatedBytesForCurrentThread() : before;
            var attempt = attempts.RunAsync(routed, 1, CancellationToken.None);
            Assert.True(attempt.IsCompletedSuccessfully);
            await attempt;
        }

        Assert.Equal(2 * Calls, calls);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
