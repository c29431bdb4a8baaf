using PostgresWorker.Delivery;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>How lanes end: drained, abandoned or cancelled.</summary>
public sealed class LaneSetEndTests : IAsyncDisposable
{
    private readonly AckTracker _acks = new(Lsn.None);
    private readonly Handlers _handlers = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _handlers.DisposeAsync();

    [Fact]
    public async Task A_drain_waits_for_all_that_was_posted()
    {
        var lanes = _handlers.Lanes(count: 2, capacity: 8);
        await PostAsync(lanes, 5);
        var drain = lanes.DrainAsync(Token);
        Assert.False(drain.IsCompleted);
        _handlers.ReleaseAll();
        Assert.True(await drain.InTime());
        Assert.Equal(new Lsn(9), _acks.Confirmed);
    }

    [Fact]
    public async Task A_drain_that_is_cut_off_says_so()
    {
        var lanes = _handlers.Lanes(count: 1, capacity: 8);
        await PostAsync(lanes, 2);
        using var cutOff = new CancellationTokenSource();
        var drain = lanes.DrainAsync(cutOff.Token);
        await cutOff.CancelAsync();
        Assert.False(await drain.InTime());
        Assert.Equal(Lsn.None, _acks.Confirmed);
        _handlers.ReleaseAll();
    }

    [Fact]
    public async Task Abandoned_lanes_drop_what_is_queued_and_let_the_running_one_end()
    {
        var lanes = _handlers.Lanes(count: 1, capacity: 8);
        await PostAsync(lanes, 3);
        await Deadline.Until(() => _handlers.Running == 1);
        await lanes.AbandonAsync();
        Assert.False(_handlers.LastToken.IsCancellationRequested);
        _handlers.ReleaseAll();
        Assert.True(await lanes.DrainAsync(Token).InTime());
        Assert.Equal([0], _handlers.Done);
        Assert.Equal(Lsn.None, _acks.Confirmed);
    }

    [Fact]
    public async Task Disposing_cancels_the_handlers_token_and_waits_for_the_handler()
    {
        var lanes = _handlers.Lanes(count: 1, capacity: 8);
        await PostAsync(lanes, 2);
        await Deadline.Until(() => _handlers.Running == 1);
        var disposal = lanes.DisposeAsync().AsTask();
        await Deadline.Until(() => _handlers.LastToken.IsCancellationRequested);
        Assert.False(disposal.IsCompleted);
        _handlers.Release(0);
        await disposal.InTime();
        Assert.Equal([0], _handlers.Done);
    }

    [Fact]
    public async Task Disposing_again_does_nothing()
    {
        var lanes = _handlers.Lanes(count: 1, capacity: 8);
        await lanes.DisposeAsync();
        await lanes.DisposeAsync();
    }

    private async Task PostAsync(LaneSet lanes, int count)
    {
        var transaction = _acks.Begin();
        for (var i = 0; i < count; i++)
        {
            await lanes.PostAsync(_handlers.Change(i, key: i), transaction, Token);
        }

        _acks.Commit(transaction, new Lsn(9));
    }
}
