using PostgresWorker.Control;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;
using PostgresWorker.Tests.Delivery;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Control;

/// <summary>Lanes whose listeners are paused.</summary>
public sealed class PausedLanesTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly AckTracker _acks = new(Lsn.None);
    private readonly Pauses _pauses = new();
    private readonly ListenerRoute _one = Shop.Listener("one");
    private readonly ListenerRoute _two = Shop.Listener("two");
    private readonly ScriptedAttempts _attempts;
    private readonly TransactionProgress _transaction;
    private readonly LaneSet _lanes;
    private Func<IReadOnlyList<int>, AttemptResult> _script = _ => default;

    public PausedLanesTests()
    {
        _transaction = _acks.Begin();
        _attempts = new ScriptedAttempts((ordinals, _) => _script(ordinals));
        _lanes = new LaneSet(new LaneSettings(2, 64), _attempts, _attempts, _time, new CapturingLogger(), new WireStore(), _pauses);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _lanes.DisposeAsync();

    [Fact]
    public async Task A_paused_listener_waits_and_the_others_go_on()
    {
        await _pauses.PauseAsync("one", Token).InTime();
        await PostAsync((_one, 1), (_two, 2), (_one, 3), (_two, 4));
        await Deadline.Until(() => _attempts.Calls.Count == 2);
        Assert.Equal(["2", "4"], _attempts.Calls.Order());
        _pauses.Resume("one");
        await Deadline.Until(() => _attempts.Calls.Count == 4);
    }

    [Fact]
    public async Task All_of_a_source_wait_and_those_that_are_paused_by_name_longer()
    {
        await _pauses.PauseAsync(null, Token).InTime();
        await _pauses.PauseAsync("one", Token).InTime();
        await PostAsync((_one, 1), (_two, 2));
        _pauses.Resume(null);
        await Deadline.Until(() => _attempts.Calls.Count == 1);
        Assert.Equal(["2"], _attempts.Calls);
        _pauses.Resume("one");
        await Deadline.Until(() => _attempts.Calls.Count == 2);
    }

    [Fact]
    public async Task What_is_ready_but_not_begun_waits_too_and_keeps_its_order()
    {
        await _pauses.PauseAsync(null, Token).InTime();
        await PostAsync((_one, 7), (_one, 7), (_one, 7));
        Assert.Empty(_attempts.Calls);
        _pauses.Resume(null);
        await _lanes.WhenIdleAsync(Token).InTime();
        Assert.Equal(["7", "7", "7"], _attempts.Calls);
    }

    [Fact]
    public async Task A_pause_has_come_when_nothing_runs_any_more()
    {
        using var release = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        _script = ordinals =>
        {
            if (ordinals[0] == 1)
            {
                begun.Set();
                release.Wait(Token);
            }

            return default;
        };
        await PostAsync((_one, 1), (_two, 2));
        begun.Wait(Token);
        await Deadline.Until(() => _attempts.Calls.Count == 1);
        await _pauses.PauseAsync("two", Token).InTime();
        var quiet = _pauses.PauseAsync("one", Token);
        Assert.False(quiet.IsCompleted);
        release.Set();
        await quiet.InTime();
    }

    [Fact]
    public async Task A_drain_does_not_wait_for_what_is_paused_and_that_is_not_finished()
    {
        await _pauses.PauseAsync("one", Token).InTime();
        await PostAsync((_one, 1), (_two, 2));
        _acks.Commit(_transaction, new Lsn(9));
        Assert.True(await _lanes.DrainAsync(Token).InTime());
        Assert.Equal(["2"], _attempts.Calls);
        Assert.Equal(Lsn.None, _acks.Confirmed);
    }

    [Fact]
    public async Task A_drain_does_not_wait_for_another_attempt()
    {
        _script = ordinals => ordinals[0] == 1 ? new AttemptResult(AttemptEnd.Retry, TimeSpan.FromHours(1), new InvalidOperationException("not yet")) : default;
        await PostAsync((_one, 1), (_two, 2));
        _acks.Commit(_transaction, new Lsn(9));
        Assert.True(await _lanes.DrainAsync(Token).InTime());
        Assert.Equal(["1", "2"], _attempts.Calls.Order());
        Assert.Equal(Lsn.None, _acks.Confirmed);
    }

    private async Task PostAsync(params (ListenerRoute Route, int Ordinal)[] changes)
    {
        foreach (var (route, ordinal) in changes)
        {
            await _lanes.PostAsync(Shop.RoutedRow(route, ordinal, ordinal), _transaction, Token);
        }
    }
}
