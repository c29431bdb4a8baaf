using PostgresWorker.Delivery;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

public sealed class LaneSetTests : IAsyncDisposable
{
    private readonly AckTracker _acks = new(Lsn.None);
    private readonly Handlers _handlers = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _handlers.DisposeAsync();

    [Fact]
    public async Task Different_keys_run_beside_each_other_up_to_the_count()
    {
        var lanes = _handlers.Lanes(count: 4, capacity: 64);
        var transaction = _acks.Begin();
        for (var key = 0; key < 64; key++)
        {
            await lanes.PostAsync(_handlers.Change(key, key), transaction, Token);
        }

        await Deadline.Until(() => _handlers.Running == 4);
        _handlers.ReleaseAll();
        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal(64, _handlers.Done.Count);
        Assert.Equal(4, _handlers.MostRunning);
    }

    [Fact]
    public async Task One_lane_is_strict_order_whatever_the_keys()
    {
        var lanes = _handlers.Lanes(count: 1, capacity: 8);
        _handlers.ReleaseAll();
        var transaction = _acks.Begin();
        for (var i = 0; i < 500; i++)
        {
            await lanes.PostAsync(_handlers.Change(i, key: i * 7919), transaction, Token);
        }

        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal(Enumerable.Range(0, 500), _handlers.Done);
        Assert.Equal(1, _handlers.MostRunning);
    }

    [Fact]
    public async Task What_is_finished_while_a_lane_does_without_the_others_is_told_when_that_ends()
    {
        var lanes = _handlers.Lanes(count: 2, capacity: 8);
        var transaction = _acks.Begin();
        await lanes.PostAsync(_handlers.Change(0), transaction, Token);
        _acks.Commit(transaction, new Lsn(0x200));
        await Deadline.Until(() => _handlers.Running == 1);
        lanes.BeginAlone();
        _handlers.Release(0);
        await Deadline.Until(() => lanes.InFlight == 0);
        Assert.Equal(Lsn.None, _acks.Confirmed);
        lanes.EndAlone();
        Assert.Equal(new Lsn(0x200), _acks.Confirmed);
    }

    [Fact]
    public async Task As_many_unfinished_changes_as_may_be_hold_the_writer_until_there_is_room()
    {
        var lanes = _handlers.Lanes(count: 1, capacity: 3);
        var transaction = _acks.Begin();
        await lanes.PostAsync(_handlers.Change(0), transaction, Token);
        await Deadline.Until(() => _handlers.Running == 1);
        await lanes.PostAsync(_handlers.Change(1), transaction, Token).AsTask().InTime();
        await lanes.PostAsync(_handlers.Change(2), transaction, Token).AsTask().InTime();

        var waiting = lanes.PostAsync(_handlers.Change(3), transaction, Token).AsTask();
        Assert.False(waiting.IsCompleted);
        _handlers.Release(0);
        await waiting.InTime();
        _handlers.ReleaseAll();
        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal([0, 1, 2, 3], _handlers.Done);
    }

    [Fact]
    public async Task A_writer_that_had_to_wait_goes_on_when_there_is_room_for_many()
    {
        var (lanes, waiting) = await FullAsync(count: 1, capacity: 16, static key => key);
        for (var i = 0; i < 2; i++)
        {
            _handlers.Release(i);
            await Deadline.Until(() => lanes.InFlight == 15 - i && _handlers.Running == 1);
            Assert.False(waiting.IsCompleted);
        }

        _handlers.Release(2);
        await waiting.InTime();
        _handlers.ReleaseAll();
        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal(Enumerable.Range(0, 17), _handlers.Done);
    }

    [Fact]
    public async Task A_writer_goes_on_with_little_room_where_lanes_have_nothing_to_do()
    {
        // Two lanes and one key: what would keep the other lane busy may be what has not been posted.
        var (_, waiting) = await FullAsync(count: 2, capacity: 16, static _ => 0);
        _handlers.Release(0);
        await waiting.InTime();
    }

    [Fact]
    public async Task A_writer_that_has_waited_long_goes_on_with_little_room()
    {
        var (lanes, waiting) = await FullAsync(count: 1, capacity: 256, static key => key);
        _handlers.Time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 3; i++)
        {
            _handlers.Release(i);
        }

        await waiting.InTime();
        Assert.InRange(lanes.InFlight, 254, 256);
    }

    [Fact]
    public async Task A_writer_that_gives_up_has_not_posted()
    {
        var lanes = _handlers.Lanes(count: 1, capacity: 2);
        var transaction = _acks.Begin();
        await lanes.PostAsync(_handlers.Change(0), transaction, Token);
        await Deadline.Until(() => _handlers.Running == 1);
        await lanes.PostAsync(_handlers.Change(1), transaction, Token);
        using var cutOff = new CancellationTokenSource();
        var waiting = lanes.PostAsync(_handlers.Change(2), transaction, cutOff.Token).AsTask();
        await cutOff.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.InTime());
        _acks.Commit(transaction, new Lsn(9));
        _handlers.ReleaseAll();
        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal([0, 1], _handlers.Done);
        Assert.Equal(Lsn.None, _acks.Confirmed);
    }

    [Fact]
    public async Task Idle_is_when_everything_posted_is_finished()
    {
        var lanes = _handlers.Lanes(count: 3, capacity: 8);
        Assert.True(lanes.WhenIdleAsync(Token).IsCompletedSuccessfully);
        var transaction = _acks.Begin();
        await lanes.PostAsync(_handlers.Change(0, key: 0), transaction, Token);
        await lanes.PostAsync(_handlers.Change(1, key: 1), transaction, Token);
        var idle = lanes.WhenIdleAsync(Token);
        _handlers.Release(0);
        await Deadline.Until(() => _handlers.Done.Contains(0));
        Assert.False(idle.IsCompleted);
        _handlers.Release(1);
        await idle.InTime();
        Assert.Equal(2, _handlers.Done.Count);
    }

    [Fact]
    public async Task A_barrier_gives_up_when_cancelled()
    {
        var lanes = _handlers.Lanes(count: 1, capacity: 8);
        await lanes.PostAsync(_handlers.Change(0), _acks.Begin(), Token);
        using var cutOff = new CancellationTokenSource();
        var idle = lanes.WhenIdleAsync(cutOff.Token);
        await cutOff.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => idle.InTime());
        _handlers.ReleaseAll();
        await lanes.WhenIdleAsync(Token).InTime();
    }

    private async Task<(LaneSet Lanes, Task Waiting)> FullAsync(int count, int capacity, Func<int, int> key)
    {
        var lanes = _handlers.Lanes(count, capacity);
        var transaction = _acks.Begin();
        for (var i = 0; i < capacity; i++)
        {
            await lanes.PostAsync(_handlers.Change(i, key(i)), transaction, Token);
        }

        await Deadline.Until(() => _handlers.Running == 1);
        var waiting = lanes.PostAsync(_handlers.Change(capacity, key(capacity)), transaction, Token).AsTask();
        Assert.False(waiting.IsCompleted);
        return (lanes, waiting);
    }
}
