using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Outbox;
using PostgresWorker.Sources;

namespace PostgresWorker.Tests.Hosting;

/// <summary>Who is told of a cancellation may throw, as Npgsql does where a command is cancelled whose connection is lost just then.</summary>
public sealed class CancellationTests
{
    [Fact]
    public async Task All_are_told_and_nothing_is_thrown()
    {
        using var source = new CancellationTokenSource();
        var told = 0;
        source.Token.Register(() => told++);
        source.Token.Register(() => throw new ObjectDisposedException("ManualResetEventSlim"));
        source.Token.Register(() => told++);
        await source.CancelAllAsync();
        Assert.True(source.IsCancellationRequested);
        Assert.Equal(2, told);
    }

    [Fact]
    public async Task What_is_beside_delivery_ends_without_a_word()
    {
        var isBegun = new TaskCompletionSource();
        var upkeep = new Upkeep(
            "shop",
            TimeSpan.FromMilliseconds(1),
            async cancelled =>
            {
                await using var registration = cancelled.Register(() => throw new ObjectDisposedException("ManualResetEventSlim"));
                isBegun.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancelled);
            },
            TimeProvider.System,
            NullLogger.Instance);
        await isBegun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await upkeep.DisposeAsync();
    }
}
