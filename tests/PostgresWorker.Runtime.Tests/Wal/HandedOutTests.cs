using PostgresWorker.Store;
using PostgresWorker.Wal;

namespace PostgresWorker.Tests.Wal;

/// <summary>Whether a server has what was delivered before a promotion.</summary>
public sealed class HandedOutTests
{
    private static readonly Lsn Delivered = new(0x200);

    [Theory]

    // The server, on timeline 2, was promoted at a position.
    [InlineData(2, 0x1FFL, 0L, 0, true)]
    [InlineData(2, 0x200L, 0L, 0, true)]
    [InlineData(2, 0x201L, 0L, 0, false)]

    // It was restarted since, or promoted twice: the position means nothing. A checkpoint of timeline 1 behind the change proves that it has it.
    [InlineData(2, 0L, 0L, 0, true)]
    [InlineData(3, 0x900L, 0L, 0, true)]
    [InlineData(2, 0L, 0x201L, 1, false)]
    [InlineData(3, 0x900L, 0x201L, 1, false)]
    [InlineData(2, 0L, 0x200L, 1, true)]
    [InlineData(2, 0L, 0x900L, 2, true)]

    // An old primary.
    [InlineData(0, 0x900L, 0x900L, 0, true)]

    // Nothing happened.
    [InlineData(1, 0L, 0L, 0, false)]
    public void A_server_of_another_timeline_must_have_what_was_handed_out(uint timeline, long replayed, long checkpoint, uint checkpointTimeline, bool isForked)
    {
        var handedOut = new HandedOut("shop");
        handedOut.GoOn("1", 1);
        handedOut.Add(Delivered);
        handedOut.Add(new Lsn(0x100));
        var start = new StartState("shop", "shop", "1", 5, timeline, HasPublication: true, State: null)
        {
            Replayed = replayed == 0 ? null : new Lsn((ulong)replayed),
            Checkpoint = checkpoint == 0 ? null : new CheckpointRow("1", 5, checkpointTimeline, new Lsn(1), 7, new Lsn((ulong)checkpoint)),
        };
        var refusal = Record.Exception(() => handedOut.RefuseFork(start));
        Assert.Equal(isForked ? typeof(HistoryForkedException) : null, refusal?.GetType());
        Assert.Equal(isForked ? Delivered : null, (refusal as HistoryForkedException)?.Delivered);
    }

    [Fact]
    public void Another_cluster_is_none_of_it()
    {
        var handedOut = new HandedOut("shop");
        var start = new StartState("shop", "shop", "2", 5, 1, HasPublication: true, State: null);
        handedOut.RefuseFork(start);
        handedOut.GoOn("1", 1);
        Assert.Equal("foreign_cluster", Assert.Throws<PostgresWorkerConfigurationException>(() => handedOut.RefuseFork(start)).Findings.Single().Code);
    }
}
