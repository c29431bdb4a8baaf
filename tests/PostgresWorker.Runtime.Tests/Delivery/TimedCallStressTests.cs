using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery.Timeouts;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>Calls that end at any moment beside the timer that looks at them, by the system's clock.</summary>
public sealed class TimedCallStressTests
{
    private const int Callers = 4, Calls = 4000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_call_has_its_whole_time_and_no_more()
    {
        var calls = new TimedCalls(TimeProvider.System, NullLogger.Instance);
        var callers = Enumerable.Range(0, Callers).Select(seed => Task.Run(() => CallAsync(calls, new Random(seed)), Token));
        var cancelled = await Task.WhenAll(callers).InTime();
        Assert.All(cancelled, static count => Assert.InRange(count, 1, Calls));
    }

    private static async Task<int> CallAsync(TimedCalls calls, Random random)
    {
        var cancelled = 0;
        using var never = new CancellationTokenSource();
        for (var i = 0; i < Calls; i++)
        {
            var timeout = TimeSpan.FromMilliseconds(random.Next(1, 5));
            var begun = TimeProvider.System.GetTimestamp();
            var call = calls.Begin(new TimedListener("Orders", null!, timeout), never.Token);
            switch (random.Next(20))
            {
                case 0:
                    // The token alone ends it.
                    await Task.Delay(Timeout.Infinite, call.Token).ContinueWith(static _ => { }, TaskScheduler.Default).InTime();
                    Assert.True(call.IsExpired);
                    break;
                case < 3:
                    // About when the timer looks.
                    var late = timeout + TimeSpan.FromMicroseconds(random.Next(1_000));
                    while (TimeProvider.System.GetElapsedTime(begun) < late)
                    {
                        Thread.SpinWait(20);
                    }

                    break;
                case < 5:
                    Thread.SpinWait(random.Next(20_000));
                    break;
                case < 8:
                    await Task.Yield();
                    break;
                default:
                    break;
            }

            // In this order. A token that is cancelled for a call before would be without a reason.
            Assert.True(!call.Token.IsCancellationRequested || call.IsExpired);
            if (call.IsExpired)
            {
                // Not before its time: it began after the stamp, and is looked at here before the clock.
                var passed = TimeProvider.System.GetElapsedTime(begun);
                Assert.True(passed >= timeout, $"{passed} of {timeout}");
                cancelled++;
            }

            TimedCalls.End(call);
        }

        return cancelled;
    }
}
