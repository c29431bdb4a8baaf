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
    private readonly FeedbackLoop _loop;

    public CheckpointFeedbackTests()
    {
        _checkpoint = new RecordedCheckpoint(new Lsn(0x10), position => _steps.Add($"written {position}, confirmed {_source!.Confirmations.Count}"));
        _source = new ScriptedSource { Checkpoint = _checkpoint, Received = new Lsn(0x10) };
        _loop = new FeedbackLoop(Shop.Name, _source, _acks, TimeSpan.FromMilliseconds(200), _time, new CapturingLogger());
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

    private void Finish(ulong end, int deliveries)
    {
        var transaction = _acks.Begin();
        for (var i = 0; i < deliveries; i++)
        {
            transaction.Add();
            transaction.Finish();
        }

        _source.Received = new Lsn(Math.Max(end, _source.Received.Value));
        _acks.Commit(transaction, new Lsn(end));
    }
}
