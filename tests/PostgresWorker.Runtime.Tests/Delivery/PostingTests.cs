using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>Changes that are posted together.</summary>
public sealed class PostingTests
{
    private readonly Posting _posting = new();
    private readonly AckTracker _acks = new(Lsn.None);

    [Fact]
    public void It_is_full_with_so_many_changes()
    {
        var transaction = _acks.Begin();
        for (var i = 0; i < 32; i++)
        {
            Assert.False(_posting.IsFull);
            _posting.Add(Shop.RoutedRow(Shop.Listener("rows"), i), transaction);
        }

        Assert.True(_posting.IsFull);
        Assert.Equal(Enumerable.Range(0, 32), Taken().Select(delivery => delivery.Routed.Context.Ordinal));
        Assert.False(_posting.IsFull);
    }

    [Fact]
    public void It_is_full_with_a_change_that_is_large()
    {
        var wire = new WireStore().Copy(default, new byte[40_000]);
        _posting.Add(Shop.RoutedRow(Shop.Listener("rows"), 0) with { Wire = new WireChange(Sources.RawChangeKind.Row, wire) }, _acks.Begin());
        Assert.True(_posting.IsFull);
        Taken();
        _posting.Add(Shop.RoutedRow(Shop.Listener("rows"), 1), _acks.Begin());
        Assert.False(_posting.IsFull);
    }

    [Fact]
    public void Each_transaction_waits_for_what_was_added_of_it()
    {
        var (first, second) = (_acks.Begin(), _acks.Begin());
        foreach (var transaction in (TransactionProgress[])[first, first, second])
        {
            _posting.Add(Shop.RoutedRow(Shop.Listener("rows"), 0), transaction);
        }

        _posting.CountIn();
        _acks.Commit(first, new Lsn(0x200));
        _acks.Commit(second, new Lsn(0x300));
        Assert.All(Taken(), delivery => { Assert.True(_acks.Confirmed < new Lsn(0x300)); delivery.Transaction!.Finish(); });
        Assert.Equal(new Lsn(0x300), _acks.Confirmed);
    }

    [Fact]
    public void Nothing_waits_for_a_mark()
    {
        var transaction = _acks.Begin();
        _posting.Add(RoutedChange.Mark(Shop.Listener("rows"), Shop.RoutedRow(Shop.Listener("rows"), 0).Context, 1, 2), transaction);
        _posting.CountIn();
        _acks.Commit(transaction, new Lsn(0x200));
        Assert.Equal(new Lsn(0x200), _acks.Confirmed);
        Assert.Null(Assert.Single(Taken()).Transaction);
    }

    [Fact]
    public void What_is_used_up_is_used_again()
    {
        var used = new DeliveryChain();
        PendingDelivery[] deliveries = [new(), new()];
        Array.ForEach(deliveries, used.Add);
        _posting.Refill(used);
        Assert.Null(used.First);
        for (var i = 0; i < 3; i++)
        {
            _posting.Add(Shop.RoutedRow(Shop.Listener("rows"), i), _acks.Begin());
        }

        Assert.Equal(deliveries, Taken()[..2]);
    }

    private PendingDelivery[] Taken()
    {
        List<PendingDelivery> taken = [];
        while (_posting.First is not null)
        {
            taken.Add(_posting.TakeFirst());
        }

        Assert.Equal(0, _posting.Count);
        return [.. taken];
    }
}
