using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>What waits for its next attempt, and what becomes of what is used up.</summary>
public sealed class LaneRetryTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly CapturingLogger _logger = new();
    private readonly AckTracker _acks = new(Lsn.None);
    private readonly TransactionProgress _transaction;
    private readonly ScriptedAttempts _attempts;
    private readonly ListenerRoute _singles = Shop.Listener("singles");
    private readonly ListenerRoute _batches = Shop.BatchListener("batches", maxSize: 8, maxWait: 60_000, (_, _, _) => default);
    private Func<IReadOnlyList<int>, int, AttemptResult> _script = (_, _) => default;
    private LaneSet? _lanes;

    public LaneRetryTests()
    {
        _transaction = _acks.Begin();
        _attempts = new ScriptedAttempts((ordinals, attempt) => _script(ordinals, attempt));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_lanes is not null)
        {
            await _lanes.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_waits_for_its_next_attempt_holds_its_own_key_and_no_other()
    {
        Begin(count: 2);
        _script = (ordinals, attempt) => ordinals[0] == 1 && attempt < 3 ? Retry() : default;
        await PostAsync((1, 7), (2, 7), (3, 8), (4, 9), (5, 8));
        await _time.NextWaitAsync();
        await Deadline.Until(() => _attempts.Calls.Count == 4);
        Assert.Equal(["1", "3", "4", "5"], _attempts.Calls.Order());
        _time.Advance(Second);
        Assert.Equal(Second, await _time.PassNextWaitAsync());
        await Deadline.Until(() => _attempts.Calls.Count == 7);
        Assert.Equal(["1 at 2", "1 at 3", "2"], _attempts.Calls.Skip(4));
    }

    [Fact]
    public async Task What_is_held_up_waits_and_its_attempt_does_not_count()
    {
        Begin(count: 2);
        var heldUp = 5;
        _script = (ordinals, attempt) => ordinals[0] != 1 ? default : attempt == 1 ? Retry() : heldUp-- > 0 ? new AttemptResult(AttemptEnd.HeldUp, Second, new IOException()) : default;
        await PostAsync((1, 7), (2, 7));
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(Second, await _time.PassNextWaitAsync());
        }

        await Deadline.Until(() => _attempts.Calls.Count == 8);
        Assert.Equal(["1", .. Enumerable.Repeat("1 at 2", 6), "2"], _attempts.Calls);
    }

    [Fact]
    public async Task More_keys_may_wait_than_there_are_lanes()
    {
        Begin(count: 2);
        _script = (ordinals, _) => ordinals[0] < 8 ? Retry() : default;
        for (var i = 0; i < 9; i++)
        {
            await PostAsync((i, i));
        }

        await Deadline.Until(() => _attempts.Calls.Contains("8"));
        Assert.Equal(9, _attempts.Calls.Count);
    }

    [Fact]
    public async Task With_one_lane_what_waits_holds_everything()
    {
        Begin(count: 1);
        _script = (ordinals, attempt) => ordinals[0] == 1 && attempt == 1 ? Retry() : default;
        await PostAsync((1, 7), (2, 8));
        await _time.NextWaitAsync();
        Assert.Equal(["1"], _attempts.Calls);
        _time.Advance(Second);
        await Deadline.Until(() => _attempts.Calls.Count == 3);
        Assert.Equal(["1", "1 at 2", "2"], _attempts.Calls);
    }

    [Fact]
    public async Task Abandoned_lanes_end_without_waiting_for_the_next_attempt()
    {
        Begin(count: 2);
        _script = (_, _) => Retry();
        await PostAsync((1, 7));
        _acks.Commit(_transaction, new Lsn(9));
        await _time.NextWaitAsync();
        await _lanes!.AbandonAsync();
        Assert.True(await _lanes.DrainAsync(Token).InTime());
        _time.Advance(Second);
        Assert.Equal(["1"], _attempts.Calls);
        Assert.Equal(Lsn.None, _acks.Confirmed);
    }

    [Fact]
    public async Task What_is_used_up_is_finished_when_it_is_settled()
    {
        Begin(count: 2);
        _script = (ordinals, attempt) => ordinals[0] == 2 ? attempt == 2 ? Exhausted() : Retry() : default;
        await PostAsync((1, 7), (2, 7), (3, 7));
        _acks.Commit(_transaction, new Lsn(9));
        await _time.PassNextWaitAsync();
        Assert.True(await _lanes!.DrainAsync(Token).InTime());
        Assert.Equal(["1", "2", "2 at 2", "x 2 after 2", "3"], _attempts.Calls);
        Assert.Equal(new Lsn(9), _acks.Confirmed);
    }

    [Fact]
    public async Task A_batch_that_is_used_up_is_split_to_find_the_change_that_fails()
    {
        Begin(count: 2);
        _script = (ordinals, attempt) => ordinals.Contains(6) ? attempt < 3 ? Retry() : Exhausted() : default;
        await PostAsync(_batches, (1, 1), (2, 1), (3, 2), (4, 2), (5, 1), (6, 1), (7, 1), (8, 2));
        _acks.Commit(_transaction, new Lsn(9));
        await _time.NextWaitAsync();
        Assert.Equal(Second, await _time.PassNextWaitAsync());
        Assert.Equal(Second, await _time.PassNextWaitAsync());
        Assert.True(await _lanes!.DrainAsync(Token).InTime());
        Assert.Equal(
            ["1 2 3 4 5 6 7 8", "1 2 3 4 5 6 7 8 at 2", "1 2 3 4 5 6 7 8 at 3", "1 2 3 4 at 3", "5 6 7 8 at 3", "5 6 at 3", "5 at 3", "6 at 3", "x 6 after 3", "7 8 at 3"],
            _attempts.Calls);
        Assert.Equal(new Lsn(9), _acks.Confirmed);
        Assert.Equal(3, _logger.Of(PostgresWorkerEventIds.BatchSplit).Count);
    }

    [Fact]
    public async Task What_cannot_be_settled_ends_the_lanes_and_whoever_posts_next_learns_it()
    {
        var halt = new HaltWhenExhausted();
        _lanes = new LaneSet(new LaneSettings(2, 64), _attempts, halt, _time, _logger, new WireStore());
        _script = (_, _) => Exhausted();
        await PostAsync((1, 7), (2, 7));
        _acks.Commit(_transaction, new Lsn(9));
        await Deadline.Until(() => _lanes.Failed.IsCancellationRequested);
        var fault = Assert.IsType<SourceHaltedException>(_lanes.Fault);
        Assert.Equal("singles", fault.Listener);
        Assert.Same(fault, await Assert.ThrowsAsync<SourceHaltedException>(() => PostAsync((3, 8)).InTime()));
        Assert.Same(fault, await Assert.ThrowsAsync<SourceHaltedException>(() => _lanes.WhenIdleAsync(Token).InTime()));
        Assert.True(await _lanes.DrainAsync(Token).InTime());
        Assert.Equal(["1"], _attempts.Calls);
        Assert.Equal(Lsn.None, _acks.Confirmed);
    }

    private static AttemptResult Retry() => new(AttemptEnd.Retry, Second, new InvalidOperationException("not yet"));

    private static AttemptResult Exhausted() => new(AttemptEnd.Exhausted, Error: new InvalidOperationException("never"));

    private void Begin(int count) => _lanes = new LaneSet(new LaneSettings(count, 64), _attempts, _attempts, _time, _logger, new WireStore());

    private Task PostAsync(params (int Ordinal, int Key)[] changes) => PostAsync(_singles, changes);

    private async Task PostAsync(ListenerRoute route, params (int Ordinal, int Key)[] changes)
    {
        foreach (var (ordinal, key) in changes)
        {
            await _lanes!.PostAsync(Shop.RoutedRow(route, ordinal, key), _transaction, Token);
        }
    }
}
