using System.Threading.Channels;
using PostgresWorker.Delivery;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

public sealed class AckTrackerStressTests
{
    private const int Transactions = 20_000;

    private readonly AckTracker _acks = new(Lsn.None);
    private readonly Channel<(TransactionProgress Progress, Lsn End)> _deliveries = Channel.CreateBounded<(TransactionProgress, Lsn)>(500);

    [Fact]
    public async Task Finishes_from_many_threads_confirm_everything_and_never_too_much()
    {
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(FinishAsync, TestContext.Current.CancellationToken)).ToArray();
        await Task.Run(PostAsync, TestContext.Current.CancellationToken).InTime();
        await Task.WhenAll(workers).InTime();
        Assert.Equal(new Lsn(Transactions), _acks.Confirmed);
        Assert.Equal(0, _acks.Count);
    }

    private async Task PostAsync()
    {
        for (var i = 1; i <= Transactions; i++)
        {
            var end = new Lsn((ulong)i);
            var transaction = _acks.Begin();
            for (var delivery = 0; delivery < i % 4; delivery++)
            {
                transaction.Add();
                await _deliveries.Writer.WriteAsync((transaction, end));
            }

            _acks.Commit(transaction, end);
        }

        _deliveries.Writer.Complete();
    }

    private async Task FinishAsync()
    {
        var last = Lsn.None;
        await foreach (var (progress, end) in _deliveries.Reader.ReadAllAsync())
        {
            var confirmed = _acks.Confirmed;
            Assert.True(confirmed < end, $"{confirmed} is confirmed while the transaction that ends at {end} is unfinished.");
            Assert.True(confirmed >= last, $"The confirmed position went back from {last} to {confirmed}.");
            last = confirmed;
            progress.Finish();
        }
    }
}
