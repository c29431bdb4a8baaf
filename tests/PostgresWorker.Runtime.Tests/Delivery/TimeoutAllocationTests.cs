using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>A timeout costs no memory: what times a call is used again.</summary>
public sealed class TimeoutAllocationTests
{
    private const int Calls = 100_000;

    [Fact]
    public async Task A_call_with_a_timeout_allocates_as_much_as_one_without()
    {
        using var cancelled = new CancellationTokenSource();
        var with = await BytesAsync(TimeSpan.FromMinutes(5), cancelled.Token);
        var without = await BytesAsync(Timeout.InfiniteTimeSpan, cancelled.Token);
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: {with} bytes for {Calls} calls with a timeout, {without} without");

        // What the runtime itself makes once is some kilobytes; a single object for each call would be megabytes.
        Assert.InRange(with - without, -Calls, Calls);
    }

    private static async Task<long> BytesAsync(TimeSpan timeout, CancellationToken cancelled)
    {
        var attempts = Attempts.Create(new ServiceCollection().BuildServiceProvider(), new SourceOptions { HandlerTimeout = timeout }, TimeProvider.System, NullLogger.Instance);
        var calls = 0;
        var routed = Shop.Routed(Shop.TruncateListener("Things.Gone", (_, _, token) =>
        {
            Assert.True(token.CanBeCanceled);
            calls++;
            return default;
        }));
        long before = 0;
        for (var i = 0; i < 2 * Calls; i++)
        {
            // The second half: the first makes what is used again.
            before = i == Calls ? GC.GetAllocatedBytesForCurrentThread() : before;
            var attempt = attempts.RunAsync(routed, 1, cancelled);
            Assert.True(attempt.IsCompletedSuccessfully);
            await attempt;
        }

        Assert.Equal(2 * Calls, calls);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
