using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>What waits for what, and how much may be in flight.</summary>
public sealed class LaneOrderingTests : IAsyncDisposable
{
    private readonly AckTracker _acks = new(Lsn.None);
    private readonly Handlers _handlers = new();
    private readonly TransactionProgress _transaction;

    public LaneOrderingTests() => _transaction = _acks.Begin();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _handlers.DisposeAsync();

    [Theory]
    [InlineData(Ordering.PerKey, 2)]
    [InlineData(Ordering.PerTable, 1)]
    [InlineData(Ordering.None, 3)]
    public async Task Changes_of_a_listener_run_beside_each_other_as_the_ordering_allows(Ordering ordering, int running)
    {
        var lanes = _handlers.Lanes(new LaneSettings(4, 64, Ordering: ordering));
        await PostAsync(lanes, _handlers.Change(0, key: 1), _handlers.Change(1, key: 1), _handlers.Change(2, key: 2));
        await Deadline.Until(() => _handlers.Running == running);
        _handlers.ReleaseAll();
        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal(running, _handlers.MostRunning);
    }

    [Fact]
    public async Task What_moves_a_row_is_ordered_with_both_keys()
    {
        var lanes = _handlers.Lanes(count: 4, capacity: 64);
        await PostAsync(lanes, _handlers.Change(0, key: 1), _handlers.Change(1, key: 2), _handlers.Change(2, key: 2) with { OldKey = 1 }, _handlers.Change(3, key: 1), _handlers.Change(4, key: 2));
        await Deadline.Until(() => _handlers.Running == 2);
        await ReleaseAsync(lanes, 1, running: 1);
        await ReleaseAsync(lanes, 0, running: 1);
        await ReleaseAsync(lanes, 2, running: 2);
        _handlers.ReleaseAll();
        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal([1, 0, 2], _handlers.Done.Take(3));
    }

    [Fact]
    public async Task Moves_in_a_ring_do_not_wait_for_each_other()
    {
        var lanes = _handlers.Lanes(count: 4, capacity: 64);
        _handlers.ReleaseAll();
        var ring = Enumerable.Range(0, 30).Select(i => _handlers.Change(i, key: (i + 1) % 3) with { OldKey = i % 3 }).ToArray();
        await PostAsync(lanes, ring);
        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal(Enumerable.Range(0, 30), _handlers.Done);
    }

    [Fact]
    public async Task A_mark_holds_what_is_behind_it_behind_what_is_before_it_and_is_not_delivered()
    {
        var lanes = _handlers.Lanes(count: 4, capacity: 64);
        var mark = RoutedChange.Mark(_handlers.Change(0).Route, _handlers.Change(1).Context, key: 2, oldKey: 1);
        await PostAsync(lanes, _handlers.Change(0, key: 1), mark, _handlers.Change(2, key: 2), _handlers.Change(3, key: 3));
        await Deadline.Until(() => _handlers.Running == 2);
        await ReleaseAsync(lanes, 0, running: 2);
        _handlers.ReleaseAll();
        _acks.Commit(_transaction, new Lsn(9));
        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal([0, 2, 3], _handlers.Done.Order());
        Assert.Equal(new Lsn(9), _acks.Confirmed);
    }

    [Fact]
    public async Task So_many_bytes_hold_the_writer_until_there_is_room()
    {
        var wire = new WireStore();
        var size = Large(wire).Size;
        var lanes = _handlers.Lanes(new LaneSettings(4, 64, MaxBytes: (4 * size) + wire.Held), wire);
        await lanes.PostAsync(Large(wire, 0), _transaction, Token).AsTask().InTime();
        var waiting = lanes.PostAsync(Large(wire, 1), _transaction, Token).AsTask();
        Assert.True(waiting.IsCompleted);
        waiting = lanes.PostAsync(Large(wire, 2), _transaction, Token).AsTask();
        Assert.False(waiting.IsCompleted);
        _handlers.Release(0);
        await waiting.InTime();
        _handlers.ReleaseAll();
        Assert.True(await lanes.DrainAsync(Token).InTime());
    }

    [Fact]
    public async Task A_change_that_is_larger_than_the_bound_passes_alone()
    {
        var wire = new WireStore();
        var lanes = _handlers.Lanes(new LaneSettings(4, 64, MaxBytes: 1), wire);
        await lanes.PostAsync(Large(wire, 0), _transaction, Token).AsTask().InTime();
        var waiting = lanes.PostAsync(Large(wire, 1), _transaction, Token).AsTask();
        Assert.False(waiting.IsCompleted);
        _handlers.ReleaseAll();
        await waiting.InTime();
        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal(0, wire.Held);
    }

    private RoutedChange Large(WireStore wire, int ordinal = 0) =>
        _handlers.Change(ordinal, key: ordinal) with { Wire = new WireChange(Sources.RawChangeKind.Row, wire.Copy(default, new byte[65536])) };

    private async Task PostAsync(LaneSet lanes, params RoutedChange[] changes)
    {
        foreach (var change in changes)
        {
            await lanes.PostAsync(change, _transaction, Token).AsTask().InTime();
        }
    }

    private async Task ReleaseAsync(LaneSet lanes, int ordinal, int running)
    {
        _handlers.Release(ordinal);
        await Deadline.Until(() => _handlers.Done.Contains(ordinal) && _handlers.Running == running);
        Assert.False(lanes.Failed.IsCancellationRequested);
    }
}
