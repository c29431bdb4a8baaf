using PostgresWorker.DeadLetters;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>A change is used up, and what becomes of it can't be written for a while.</summary>
public sealed class UnwrittenLetterTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly AckTracker _acks = new(Lsn.None);
    private readonly ScriptedAttempts _attempts;
    private readonly LaneSet _lanes;
    private readonly List<int> _taken = [];

    public UnwrittenLetterTests()
    {
        _attempts = new ScriptedAttempts((_, attempt) => new AttemptResult(attempt < 2 ? AttemptEnd.Retry : AttemptEnd.Exhausted, TimeSpan.FromSeconds(1), new InvalidOperationException("never")));
        _lanes = new LaneSet(new LaneSettings(2, 64), _attempts, new Unwritable(_taken), _time, new CapturingLogger(), new WireStore());
    }

    public async ValueTask DisposeAsync() => await _lanes.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_listener_is_not_called_again_for_it(bool isBatch)
    {
        ListenerRoute route = isBatch ? Shop.BatchListener("batches", maxSize: 1, maxWait: 0, (_, _, _) => default) : Shop.Listener("singles");
        var transaction = _acks.Begin();
        await _lanes.PostAsync(Shop.RoutedRow(route, 1, 7), transaction, TestContext.Current.CancellationToken);
        _acks.Commit(transaction, new Lsn(9));
        await _time.PassNextWaitAsync();
        await _time.PassNextWaitAsync();
        Assert.Equal(Lsn.None, _acks.Confirmed);
        await _time.PassNextWaitAsync();
        await Deadline.Until(() => _acks.Confirmed == new Lsn(9));
        Assert.Equal(["1", "1 at 2"], _attempts.Calls);
        Assert.Equal([2, 2, 2], _taken);
    }

    private sealed class Unwritable(List<int> taken) : IExhaustedDeliveries
    {
        public ValueTask TakeAsync(IReadOnlyList<RoutedChange> changes, Exception error, int attempts, CancellationToken cancellationToken)
        {
            taken.Add(attempts);
            return taken.Count < 3 ? throw new LetterWriteException(new IOException("disk full")) : default;
        }
    }
}
