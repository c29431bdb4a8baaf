using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery.Timeouts;

namespace PostgresWorker.Tests.Delivery;

/// <summary>What times calls is used again.</summary>
public sealed class TimedCallsTests
{
    private readonly TimedCalls _calls = Create();

    [Fact]
    public void The_next_call_of_a_thread_has_what_the_one_before_had()
    {
        var first = Begin(_calls);
        TimedCalls.End(first);
        Assert.Same(first, Begin(_calls));
    }

    [Fact]
    public void Calls_at_a_time_have_tokens_of_their_own()
    {
        TimedCall[] all = [Begin(_calls), Begin(_calls), Begin(_calls)];
        Assert.Equal(3, all.Distinct().Count());
        Array.ForEach(all, TimedCalls.End);
        Assert.Equal(all.ToHashSet(), [Begin(_calls), Begin(_calls), Begin(_calls)]);
    }

    [Fact]
    public void What_is_another_source_s_goes_back_to_it()
    {
        var others = Create();
        var (mine, other) = (Begin(_calls), Begin(others));
        TimedCalls.End(mine);
        TimedCalls.End(other);
        Assert.Same(mine, Begin(_calls));
        Assert.Same(other, Begin(others));
    }

    [Fact]
    public void What_was_cancelled_is_not_used_again()
    {
        using var cancelled = new CancellationTokenSource();
        var call = _calls.Begin(new TimedListener("Orders", null!, TimeSpan.FromMinutes(1)), cancelled.Token);
        cancelled.Cancel();
        Assert.True(call.Token.IsCancellationRequested);
        Assert.False(call.IsExpired);
        TimedCalls.End(call);
        var next = Begin(_calls);
        Assert.NotSame(call, next);
        Assert.False(next.Token.IsCancellationRequested);
    }

    private static TimedCalls Create() => new(TimeProvider.System, NullLogger.Instance);

    private static TimedCall Begin(TimedCalls calls) => calls.Begin(new TimedListener("Orders", null!, TimeSpan.FromMinutes(1)), CancellationToken.None);
}
