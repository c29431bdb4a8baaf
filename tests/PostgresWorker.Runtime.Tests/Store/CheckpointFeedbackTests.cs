using Npgsql;
using PostgresWorker.Delivery;
using PostgresWorker.Store;
using PostgresWorker.Tests.Support;
using PostgresWorker.Wal;

namespace PostgresWorker.Tests.Store;

/// <summary>What the server hears is written before, and what is not worth a write is neither written nor said.</summary>
public sealed class CheckpointFeedbackTests : IAsyncDisposable
{
    private readonly List<string> _steps = [];
    private readonly RecordedCheckpoint _checkpoint;
    private readonly ScriptedSource _source;
    private readonly AckTracker _acks = new(new Lsn(0x10));
    private readonly ManualTimeProvider _time = new();
    private readonly CapturingLogger _logger = new();
    private readonly FeedbackLoop _loop;

    public CheckpointFeedbackTests()
    {
        _checkpoint = new RecordedCheckpoint(new Lsn(0x10), position => _steps.Add($"written {position}, confirmed {_source!.Confirmations.Count}"));
        _source = new ScriptedSource { Checkpoint = _checkpoint, Received = new Lsn(0x10) };
        _loop = new FeedbackLoop(Shop.Name, _source, _acks, TimeSpan.FromMilliseconds(200), _time, _logger);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        _checkpoint.Dispose();
    }

    [Fact]
    public async Task What_was_handled_is_written_and_then_confirmed()
    {
        Finish(0x20, deliveries: 1);
        await _loop.ConfirmAsync(Token);
        Assert.Equal(["written 0/20, confirmed 0"], _steps);
        Assert.Equal([new Lsn(0x20)], _source.Confirmations);
    }

    [Fact]
    public async Task Transactions_without_a_delivery_are_not_worth_a_write()
    {
        await _loop.ConfirmAsync(Token);
        Finish(0x20, deliveries: 0);
        await _loop.ConfirmAsync(Token);
        Assert.Empty(_steps);
        Assert.Equal([new Lsn(0x10)], _source.Confirmations);

        // The write for the next goes as far as everything is finished.
        Finish(0x30, deliveries: 1);
        Finish(0x40, deliveries: 0);
        await _loop.ConfirmAsync(Token);
        Assert.Equal(["written 0/40, confirmed 1"], _steps);
    }

    [Fact]
    public async Task An_idle_position_is_written_only_when_it_is_far_enough_ahead()
    {
        await _loop.ConfirmAsync(Token);
        _source.Received = new Lsn(0x10 + 99);
        await _loop.ConfirmAsync(Token);
        Assert.Empty(_steps);
        _source.Received = new Lsn(0x10 + 100);
        await _loop.ConfirmAsync(Token);
        await _loop.ConfirmAsync(Token);
        Assert.Equal(["written 0/74, confirmed 1"], _steps);
        Assert.Equal([new Lsn(0x10), new Lsn(0x74)], _source.Confirmations);
    }

    [Fact]
    public async Task What_could_not_be_written_is_not_confirmed_and_the_connection_is_given_up()
    {
        await Deadline.Until(() => _time.Periodic == 1);
        _checkpoint.Failure = new EpochOverException(3);
        Finish(0x20, deliveries: 1);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await Deadline.Until(() => _loop.Lost.IsCancellationRequested);
        Assert.Same(_checkpoint.Failure, _loop.Failure);
        Assert.Empty(_source.Confirmations);
    }

    [Fact]
    public async Task A_write_that_fails_for_a_moment_is_tried_again_with_waits_while_the_stream_lives()
    {
        await _loop.StopAsync();
        _checkpoint.Failure = new PostgresException("scripted", "ERROR", "ERROR", "55P03");
        Finish(0x20, deliveries: 1);
        List<int> tried = [];
        for (var tick = 0; tick < 40; tick++)
        {
            await _loop.ConfirmAsync(Token);
            tried.Add(_checkpoint.Failures);
            _time.Advance(TimeSpan.FromMilliseconds(200));
        }

        // After 0.2 s, 0.4, 0.8, 1.6 and 3.2, each from the failure before.
        Assert.Equal([1, 2, 2, 3, 3, 3, 3, 4], tried.Take(8));
        Assert.Equal(6, tried[^1]);
        Assert.All(_source.Confirmations, position => Assert.True(position <= new Lsn(0x10)));
        Assert.Contains(Lsn.None, _source.Confirmations);
        Assert.Equal(6, _logger.Of(PostgresWorkerEventIds.CheckpointNotWritten).Count);

        _checkpoint.Failure = null;
        _time.Advance(TimeSpan.FromSeconds(10));
        await _loop.ConfirmAsync(Token);
        Assert.Equal(new Lsn(0x20), _source.Confirmations[^1]);
        Assert.Equal("Source shop wrote its checkpoint 0/20 after 6 failures", Assert.Single(_logger.Of(PostgresWorkerEventIds.CheckpointWrittenAgain)).Message);
    }

    [Fact]
    public async Task The_loop_outlives_a_write_that_fails_for_a_moment()
    {
        await Deadline.Until(() => _time.Periodic == 1);
        _checkpoint.Failure = new TimeoutException();
        Finish(0x20, deliveries: 1);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await Deadline.Until(() => _checkpoint.Failures == 1);
        _checkpoint.Failure = null;
        await Deadline.Until(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            return _source.Confirmations.Contains(new Lsn(0x20));
        });
        Assert.False(_loop.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task The_last_confirmation_tries_until_its_deadline()
    {
        await _loop.StopAsync();
        _checkpoint.Failure = new IOException("down");
        Finish(0x20, deliveries: 1);
        var last = _loop.ConfirmLastAsync(Token).AsTask();
        var wait = await _time.NextWaitAsync();
        _checkpoint.Failure = null;
        _time.Advance(wait);
        await last.InTime();
        Assert.Equal([new Lsn(0x20)], _source.Confirmations);

        _checkpoint.Failure = new IOException("down");
        Finish(0x30, deliveries: 1);
        using var deadline = new CancellationTokenSource();
        last = _loop.ConfirmLastAsync(deadline.Token).AsTask();
        await _time.NextWaitAsync();
        await deadline.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last.InTime());
    }

    private void Finish(ulong end, int deliveries) => _acks.Finish(_source, end, deliveries);
}
