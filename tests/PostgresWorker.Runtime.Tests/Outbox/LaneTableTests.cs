using PostgresWorker.Outbox;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Outbox;

public sealed class LaneTableTests
{
    private readonly LaneTable _lanes = new();

    public LaneTableTests() => _lanes.Take([1, 2, 3], claims: 1);

    [Fact]
    public void A_lane_that_is_not_held_takes_nothing()
    {
        Assert.True(_lanes.TryEnter(2, _lanes.Version));
        Assert.False(_lanes.TryEnter(4, _lanes.Version));
        Assert.Equal(1, _lanes.Unfinished);
    }

    [Fact]
    public void What_is_refused_since_the_lease_ran_out_is_looked_at_again_when_it_is_renewed_all_the_same()
    {
        var time = new ManualTimeProvider();
        var lanes = new LaneTable(time) { Until = time.GetTimestamp() + TimeSpan.TicksPerSecond };
        lanes.Take([1], claims: 1);
        var seen = lanes.Version;
        Assert.True(lanes.TryEnter(1, seen));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(lanes.IsExpired);
        Assert.False(lanes.TryEnter(1, seen));

        lanes.Until = time.GetTimestamp() + TimeSpan.TicksPerSecond;
        Assert.False(lanes.IsExpired);
        Assert.False(lanes.TryEnter(1, seen), "what stood behind it comes before it");
        Assert.True(lanes.TryEnter(1, lanes.Version));
        Assert.Equal(2, lanes.Unfinished);
    }

    [Fact]
    public void A_lane_is_given_up_when_it_has_nothing_unfinished()
    {
        Assert.True(_lanes.TryEnter(3, _lanes.Version));
        _lanes.Yield(2);
        Assert.Equal([1], _lanes.Held);
        Assert.False(_lanes.TryEnter(3, _lanes.Version));
        Assert.False(_lanes.Holds(2));
        Assert.Equal([2], _lanes.Empty);
        _lanes.Leave(3);
        Assert.Equal([2, 3], _lanes.Empty);
        _lanes.Drop([2, 3]);
        Assert.Empty(_lanes.Empty);
        Assert.Equal([1], _lanes.Held);
    }

    [Fact]
    public void A_lane_that_does_not_become_empty_is_kept_and_takes_again()
    {
        Assert.True(_lanes.TryEnter(3, _lanes.Version));
        _lanes.Yield(3);
        Assert.Equal([1, 2], _lanes.Empty);
        _lanes.Drop([1, 2]);
        var before = _lanes.Version;
        Assert.True(_lanes.IsLeaving);
        Assert.Equal(1, _lanes.Keep());
        Assert.False(_lanes.IsLeaving);
        Assert.Equal(0, _lanes.Keep());
        Assert.Equal([3], _lanes.Held);
        Assert.False(_lanes.TryEnter(3, before));
        Assert.True(_lanes.TryEnter(3, _lanes.Version));

        // Others go before it, until it is asked for again or has become empty.
        _lanes.Take([1], claims: 1);
        _lanes.Yield(1, isAgain: false);
        Assert.Equal([3], _lanes.Held);
        _lanes.Yield(1, isAgain: false);
        Assert.Equal([3], _lanes.Held);
        _lanes.Leave(3);
        _lanes.Leave(3);
        _lanes.Yield(1, isAgain: false);
        Assert.Equal([1, 3], _lanes.Empty);
    }

    [Fact]
    public void What_is_replayed_holds_its_lane_and_no_other()
    {
        Assert.True(_lanes.TryEnter(2));
        Assert.False(_lanes.TryEnter(4));
        _lanes.Yield(3);
        Assert.False(_lanes.TryEnter(1));
        Assert.Equal([1, 3], _lanes.Empty);
        _lanes.Leave(2);
        Assert.Equal([1, 2, 3], _lanes.Empty);
        Assert.True(_lanes.TryEnter(null));
        Assert.Empty(_lanes.Empty);
    }

    [Fact]
    public void What_was_seen_before_lanes_came_or_went_is_looked_at_again()
    {
        var before = _lanes.Version;
        _lanes.Yield(0);
        Assert.Equal(0, _lanes.Take([1, 2], claims: 1));
        Assert.True(_lanes.TryEnter(1, before));
        _lanes.Yield(1);
        Assert.False(_lanes.TryEnter(1, before));
        var between = _lanes.Version;
        _lanes.Drop(_lanes.Empty);
        Assert.Equal(1, _lanes.Take([2, 3], claims: 1));
        Assert.False(_lanes.TryEnter(3, between));
        Assert.True(_lanes.TryEnter(3, _lanes.Version));
        Assert.Equal([1, 2, 3], _lanes.Held);
    }

    [Fact]
    public void Lanes_that_were_taken_without_its_knowledge_have_all_looked_at_again()
    {
        var before = _lanes.Version;
        Assert.Equal(1, _lanes.Claims);
        Assert.Equal(0, _lanes.Take([1, 2, 3], claims: 2));
        Assert.Equal(2, _lanes.Claims);
        Assert.False(_lanes.TryEnter(1, before));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(300)]
    public void Shares_are_even_and_all_there_is(int count)
    {
        long[] instances = [.. Enumerable.Range(5, count).Select(id => (long)id * 3)];
        var shares = instances.Select(id => LaneShares.Of(instances, id)).ToArray();
        Assert.Equal(LaneTable.Count, shares.Sum());
        Assert.InRange(shares.Max() - shares.Min(), 0, 1);
    }
}
