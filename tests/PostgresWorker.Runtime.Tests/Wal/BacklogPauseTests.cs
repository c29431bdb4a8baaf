using PostgresWorker.Wal;

namespace PostgresWorker.Tests.Wal;

/// <summary>When the messages of a backlog may gather: never where somebody could notice.</summary>
public sealed class BacklogPauseTests
{
    private static readonly DateTime Sent = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Theory]
    [InlineData(0, false)]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    [InlineData(3_600_000, true)]
    public void What_was_committed_more_than_a_second_before_it_was_sent_may_gather(int milliseconds, bool isDue) => Assert.Equal(isDue && !OperatingSystem.IsWindows(), Behind(milliseconds).IsDue(Sent));

    [Fact]
    public void What_belongs_to_no_transaction_that_began_does_not() => Assert.False(new BacklogPause().IsDue(Sent));

    [Fact]
    public void A_commit_after_it_was_sent_by_a_clock_that_was_set_back_does_not() => Assert.False(Behind(-5000).IsDue(Sent));

    [Fact]
    public void Where_much_came_since_the_last_wait_it_has_gathered()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It never waits there.");
        var pause = Behind(5000);
        pause.Take(65_535);
        Assert.True(pause.IsDue(Sent));
        pause.Take(65_535);
        pause.Take(1);
        Assert.False(pause.IsDue(Sent));
        pause.Take(int.MaxValue);
        pause.Take(int.MaxValue);
        Assert.False(pause.IsDue(Sent));
        Assert.True(pause.IsDue(Sent));
    }

    private static BacklogPause Behind(int milliseconds)
    {
        var pause = new BacklogPause();
        pause.Begin(new DateTimeOffset(Sent.AddMilliseconds(-milliseconds)));
        return pause;
    }
}
