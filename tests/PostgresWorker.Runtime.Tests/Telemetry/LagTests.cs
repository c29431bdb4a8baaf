using PostgresWorker.Delivery;

namespace PostgresWorker.Tests.Telemetry;

/// <summary>The oldest unfinished transaction is the first one that is unfinished, whatever behind it is finished.</summary>
public sealed class LagTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_oldest_is_the_first_that_is_unfinished()
    {
        var acks = new AckTracker(Lsn.None);
        Assert.Null(acks.Oldest);
        var transactions = Enumerable.Range(0, 3).Select(i => acks.Begin(Noon.AddMinutes(i))).ToArray();
        acks.Commit(transactions[1], new Lsn(20));
        Assert.Equal(Noon, acks.Oldest);
        acks.Commit(transactions[0], new Lsn(10));
        Assert.Equal(Noon.AddMinutes(2), acks.Oldest);
        acks.Commit(transactions[2], new Lsn(30));
        Assert.Null(acks.Oldest);
    }
}
