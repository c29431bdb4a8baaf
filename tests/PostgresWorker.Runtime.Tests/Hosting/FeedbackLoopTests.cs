using PostgresWorker.Delivery;
using PostgresWorker.Tests.Support;
using PostgresWorker.Wal;

namespace PostgresWorker.Tests.Hosting;

public sealed class FeedbackLoopTests : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly ScriptedSource _source = new();
    private readonly AckTracker _acks = new(new Lsn(10));
    private readonly ManualTimeProvider _time = new();
    private readonly CapturingLogger _logger = new();
    private readonly FeedbackLoop _loop;

    public FeedbackLoopTests() => _loop = new FeedbackLoop(Shop.Name, _source, _acks, Tick, _time, _logger);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    [Fact]
    public async Task Confirms_what_is_finished_by_itself_at_each_tick()
    {
        await Deadline.Until(() => _time.Periodic == 1);
        Finish(20);
        _source.Received = new Lsn(20);
        _time.Advance(Tick);
        Assert.Equal(new Lsn(20), await _source.NextConfirmationAsync());
        Finish(30);
        _source.Received = new Lsn(30);
        _time.Advance(Tick);
        Assert.Equal(new Lsn(30), await _source.NextConfirmationAsync());
    }

    [Fact]
    public async Task Each_position_is_confirmed_once_and_logged()
    {
        Finish(20);
        _source.Received = new Lsn(20);
        await _loop.ConfirmAsync(Token);
        await _loop.ConfirmAsync(Token);
        Assert.Equal([new Lsn(20)], _source.Confirmations);
        Assert.Equal("Source shop confirmed 0/14", Assert.Single(_logger.Of(PostgresWorkerEventIds.Confirmed)).Message);
    }

    [Fact]
    public async Task Nothing_is_confirmed_beyond_what_was_received()
    {
        Finish(20);
        _source.Received = new Lsn(19);
        await _loop.ConfirmAsync(Token);
        Assert.Empty(_source.Confirmations);
        _source.Received = new Lsn(20);
        await _loop.ConfirmAsync(Token);
        Assert.Equal([new Lsn(20)], _source.Confirmations);
    }

    [Fact]
    public async Task What_is_finished_is_confirmed_at_the_last_though_the_reader_did_not_ask_for_what_follows_it()
    {
        Finish(20);
        _source.Received = new Lsn(19);
        await _loop.StopAsync();
        await _loop.ConfirmLastAsync(Token);
        Assert.Equal([new Lsn(20)], _source.Confirmations);
    }

    [Fact]
    public async Task An_idle_stream_confirms_the_servers_position_only_when_nothing_is_open()
    {
        var open = _acks.Begin();
        open.Add();
        _source.Received = new Lsn(50);
        await _loop.ConfirmAsync(Token);
        Assert.Equal([new Lsn(10)], _source.Confirmations);
        _acks.Commit(open, new Lsn(40));
        await _loop.ConfirmAsync(Token);
        Assert.Equal([new Lsn(10)], _source.Confirmations);
        open.Finish();
        await _loop.ConfirmAsync(Token);
        Assert.Equal([new Lsn(10), new Lsn(50)], _source.Confirmations);
    }

    [Fact]
    public async Task Two_that_confirm_at_once_send_one_after_another_and_nothing_twice()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.ConfirmationGate = gate.Task;
        Finish(20);
        _source.Received = new Lsn(20);
        var first = _loop.ConfirmAsync(Token).AsTask();
        Assert.Equal(new Lsn(20), await _source.NextConfirmationAsync());
        var second = _loop.ConfirmAsync(Token).AsTask();
        gate.SetResult();
        await Task.WhenAll(first, second).InTime();
        Assert.Equal([new Lsn(20)], _source.Confirmations);
    }

    [Fact]
    public async Task A_confirmation_that_fails_is_left_to_the_reader()
    {
        _source.ConfirmationGate = Task.FromException(new IOException("gone"));
        Finish(20);
        _source.Received = new Lsn(20);
        await Deadline.Until(() => _time.Periodic == 1);
        _time.Advance(Tick);
        await _source.NextConfirmationAsync();
        await Deadline.Until(() => _time.Periodic == 0);
    }

    private void Finish(ulong end) => _acks.Commit(_acks.Begin(), new Lsn(end));
}
