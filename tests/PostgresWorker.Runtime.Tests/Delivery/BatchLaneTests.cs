using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>Batches are gathered by count and by time, and never hold anything up.</summary>
public sealed class BatchLaneTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly AckTracker _acks = new(Lsn.None);
    private readonly TransactionProgress _transaction;
    private readonly LaneSet _lanes;
    private readonly ListenerRoute _batches;
    private readonly ListenerRoute _others;
    private readonly ListenerRoute _singles;
    private int _failures;

    public BatchLaneTests()
    {
        _transaction = _acks.Begin();
        _lanes = Handlers.Lanes(1, 8, _services, _time);
        _batches = Shop.BatchListener("batches", maxSize: 3, (int)Minute.TotalMilliseconds, (changes, _, _) => Call("b", changes));
        _others = Shop.BatchListener("others", maxSize: 100, (int)Minute.TotalMilliseconds / 2, (changes, _, _) => Call("o", changes));
        _singles = Shop.Listener("singles", ChangeKinds.Rows, (change, _, _) => Call("s", [change]));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _lanes.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task A_full_batch_is_one_call_at_once()
    {
        await PostAsync(_batches, 1, 2, 3, 4);
        await HasCalledAsync("b 1 2 3");
        Assert.Equal(Minute, await _time.NextWaitAsync());
    }

    [Fact]
    public async Task What_is_gathered_is_handed_over_when_the_wait_since_the_first_is_over()
    {
        await PostAsync(_batches, 1);
        Assert.Equal(Minute, await _time.NextWaitAsync());
        _time.Advance(Minute / 2);
        await PostAsync(_batches, 2);
        _time.Advance((Minute / 2) - TimeSpan.FromTicks(1));
        Assert.Empty(_calls);
        _time.Advance(TimeSpan.FromTicks(1));
        await HasCalledAsync("b 1 2");
        await PostAsync(_batches, 3);
        Assert.Equal(Minute, await _time.PassNextWaitAsync());
        await HasCalledAsync("b 1 2", "b 3");
    }

    [Fact]
    public async Task Without_a_wait_a_batch_is_what_is_queued()
    {
        var begun = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        var slow = Shop.Listener("slow", ChangeKinds.Rows, async (_, _, _) =>
        {
            begun.SetResult();
            await gate.Task;
        });
        await PostAsync(slow, 1);
        await begun.Task.InTime();
        await PostAsync(Shop.BatchListener("now", maxSize: 100, 0, (changes, _, _) => Call("n", changes)), 2, 3, 4);
        gate.SetResult();
        await HasCalledAsync("n 2 3 4");
    }

    [Fact]
    public async Task Other_listeners_pass_a_batch_that_is_gathered()
    {
        await PostAsync(_batches, 1);
        await PostAsync(_singles, 2);
        await PostAsync(_others, 3);
        await PostAsync(_batches, 4);
        await PostAsync(_singles, 5);
        await HasCalledAsync("s 2", "s 5");
        _time.Advance(Minute / 2);
        await HasCalledAsync("s 2", "s 5", "o 3");
        _time.Advance(Minute / 2);
        await HasCalledAsync("s 2", "s 5", "o 3", "b 1 4");
    }

    [Fact]
    public async Task A_batch_that_is_due_goes_before_others_that_are_queued()
    {
        var begun = new TaskCompletionSource();
        var gate = new TaskCompletionSource();
        await PostAsync(_batches, 1);
        await PostAsync(Shop.Listener("slow", ChangeKinds.Rows, async (_, _, _) =>
        {
            begun.SetResult();
            await gate.Task;
        }), 2);
        await begun.Task.InTime();
        await PostAsync(_singles, 3, 4);
        _time.Advance(Minute);
        gate.SetResult();
        await HasCalledAsync("b 1", "s 3", "s 4");
    }

    [Fact]
    public async Task A_barrier_does_not_wait_for_more()
    {
        await PostAsync(_batches, 1, 2);
        await PostAsync(_others, 3);
        await _lanes.WhenIdleAsync(Token).InTime();
        Assert.Equal(["b 1 2", "o 3"], _calls);
    }

    [Fact]
    public async Task Draining_does_not_wait_for_more()
    {
        await PostAsync(_batches, 1, 2);
        _acks.Commit(_transaction, new Lsn(9));
        Assert.Equal(Lsn.None, _acks.Confirmed);
        Assert.True(await _lanes.DrainAsync(Token).InTime());
        Assert.Equal(["b 1 2"], _calls);
        Assert.Equal(new Lsn(9), _acks.Confirmed);
    }

    [Fact]
    public async Task What_is_gathered_when_lanes_are_abandoned_is_not_delivered()
    {
        await PostAsync(_batches, 1, 2);
        await _time.NextWaitAsync();
        _acks.Commit(_transaction, new Lsn(9));
        await _lanes.AbandonAsync();
        Assert.True(await _lanes.DrainAsync(Token).InTime());
        Assert.Empty(_calls);
        Assert.Equal(Lsn.None, _acks.Confirmed);
    }

    [Fact]
    public async Task A_failed_batch_is_tried_again_as_a_whole()
    {
        _failures = 2;
        await PostAsync(_batches, 1, 2, 3);
        _acks.Commit(_transaction, new Lsn(9));
        Assert.Equal(Minute, await _time.NextWaitAsync());
        Assert.Equal(TimeSpan.FromMilliseconds(500), await _time.PassNextWaitAsync());
        Assert.Equal(Lsn.None, _acks.Confirmed);
        Assert.Equal(TimeSpan.FromMilliseconds(500), await _time.PassNextWaitAsync());
        await HasCalledAsync("b 1 2 3", "b 1 2 3 at 2", "b 1 2 3 at 3");
        await _lanes.WhenIdleAsync(Token).InTime();
        Assert.Equal(new Lsn(9), _acks.Confirmed);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_no_part_of_a_batch_and_is_not_tried_again()
    {
        await PostAsync(_batches, 1);
        var broken = Shop.RoutedRow(_batches, 2) with { Change = null, ReadFailure = new InvalidOperationException("unreadable") };
        await _lanes.PostAsync(broken, _transaction, Token);
        await PostAsync(_batches, 3, 4, 5);
        Assert.Equal(Minute, await _time.NextWaitAsync());
        await Deadline.Until(() => _lanes.Failed.IsCancellationRequested);
        Assert.Equal(["b 1"], _calls);
    }

    private async Task PostAsync(ListenerRoute route, params int[] ordinals)
    {
        foreach (var ordinal in ordinals)
        {
            await _lanes.PostAsync(Shop.RoutedRow(route, ordinal, key: ordinal), _transaction, Token).AsTask().InTime();
        }
    }

    private ValueTask Call(string listener, IReadOnlyList<Change<Thing>> changes)
    {
        var attempt = Assert.Single(changes.Select(change => change.Context.Attempt).Distinct());
        _calls.Enqueue($"{listener} {string.Join(' ', changes.Select(change => change.Row.Id))}{(attempt == 1 ? "" : $" at {attempt}")}");
        return _failures-- > 0 ? throw new InvalidOperationException("not yet") : default;
    }

    private async Task HasCalledAsync(params string[] calls)
    {
        await Deadline.Until(() => _calls.Count >= calls.Length);
        Assert.Equal(calls, _calls);
    }
}
