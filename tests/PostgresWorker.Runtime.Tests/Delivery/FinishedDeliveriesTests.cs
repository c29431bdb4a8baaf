using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Sources;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>Deliveries that are told to be finished together.</summary>
public sealed class FinishedDeliveriesTests
{
    private readonly AckTracker _acks = new(Lsn.None);
    private readonly WireStore _wire = new();
    private readonly FinishedDeliveries _finished = new();

    [Fact]
    public void They_are_told_of_when_that_is_asked_for()
    {
        var transaction = Begin(end: 0x200, deliveries: 2);
        Add(transaction);
        Add(transaction);
        Assert.Equal(Lsn.None, _acks.Confirmed);
        Assert.NotEqual(0, _wire.Held);
        _finished.Tell();
        Assert.Equal(new Lsn(0x200), _acks.Confirmed);
        Assert.Equal(0, _wire.Held);
        _finished.Tell();
        Assert.Equal(new Lsn(0x200), _acks.Confirmed);
    }

    [Fact]
    public void Those_of_one_transaction_when_another_comes()
    {
        var (first, second) = (Begin(end: 0x200, deliveries: 1), Begin(end: 0x300, deliveries: 2));
        Add(first);
        Add(second);
        Assert.Equal(new Lsn(0x200), _acks.Confirmed);
        Add(second);
        _finished.Tell();
        Assert.Equal(new Lsn(0x300), _acks.Confirmed);
    }

    [Fact]
    public void A_mark_has_nobody_to_tell()
    {
        _finished.Add(new PendingDelivery());
        _finished.Tell();
    }

    private TransactionProgress Begin(ulong end, int deliveries)
    {
        var transaction = _acks.Begin();
        transaction.Add(deliveries);
        _acks.Commit(transaction, new Lsn(end));
        return transaction;
    }

    // Each has memory of its own, for it is large.
    private void Add(TransactionProgress transaction)
    {
        var delivery = new PendingDelivery { Transaction = transaction };
        delivery.Routed.Wire = new WireChange(RawChangeKind.Row, _wire.Copy(default, new byte[10_000]));
        _finished.Add(delivery);
    }
}
