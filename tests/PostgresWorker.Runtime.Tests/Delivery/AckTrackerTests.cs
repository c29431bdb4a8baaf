using PostgresWorker.Delivery;

namespace PostgresWorker.Tests.Delivery;

public sealed class AckTrackerTests
{
    private readonly AckTracker _acks = new(new Lsn(10));

    [Fact]
    public void An_idle_position_is_told_and_not_confirmed_where_nothing_is_unfinished()
    {
        List<Lsn> told = [];
        var acks = new AckTracker(new Lsn(0x100), told.Add);
        acks.ReachIdle(new Lsn(0x180));
        var transaction = acks.Begin();
        acks.ReachIdle(new Lsn(0x190));
        Assert.Equal(new Lsn(0x100), acks.Confirmed);
        acks.Commit(transaction, new Lsn(0x200));
        Assert.Equal([new Lsn(0x180), new Lsn(0x200)], told);
    }

    [Fact]
    public void Nothing_is_confirmed_beyond_the_start_before_anything_finishes()
    {
        _acks.Begin();
        Assert.Equal(new Lsn(10), _acks.Confirmed);
    }

    [Fact]
    public void An_empty_transaction_is_finished_at_its_commit()
    {
        Commit(_acks.Begin(), 20);
        Assert.Equal(new Lsn(20), _acks.Confirmed);
        Assert.Equal(0, _acks.Count);
    }

    [Fact]
    public void A_transaction_whose_deliveries_finish_before_its_commit_waits_for_it()
    {
        var transaction = _acks.Begin();
        transaction.Add();
        transaction.Finish();
        Assert.Equal(new Lsn(10), _acks.Confirmed);
        Commit(transaction, 20);
        Assert.Equal(new Lsn(20), _acks.Confirmed);
    }

    [Fact]
    public void Confirmed_is_the_end_of_the_longest_finished_prefix()
    {
        TransactionProgress[] all = [Open(20), Open(30), Open(40), Open(50)];
        all[2].Finish();
        all[1].Finish();
        Assert.Equal(new Lsn(10), _acks.Confirmed);
        all[0].Finish();
        Assert.Equal(new Lsn(40), _acks.Confirmed);
        all[3].Finish();
        Assert.Equal(new Lsn(50), _acks.Confirmed);
    }

    [Fact]
    public void A_transaction_with_one_delivery_left_holds_all_behind_it()
    {
        var two = Open(20, deliveries: 2);
        Commit(_acks.Begin(), 30);
        two.Finish();
        Assert.Equal(new Lsn(10), _acks.Confirmed);
        two.Finish();
        Assert.Equal(new Lsn(30), _acks.Confirmed);
    }

    [Fact]
    public void A_transaction_that_ends_before_the_start_takes_nothing_back()
    {
        Commit(_acks.Begin(), 5);
        Assert.Equal(new Lsn(10), _acks.Confirmed);
    }

    [Fact]
    public void Finished_transactions_behind_an_open_one_are_kept_as_one()
    {
        var early = Open(20);
        for (ulong end = 21; end <= 100_020; end++)
        {
            Commit(_acks.Begin(), end);
            Assert.InRange(_acks.Count, 1, 3);
        }

        Assert.Equal(new Lsn(10), _acks.Confirmed);
        early.Finish();
        Assert.Equal(new Lsn(100_020), _acks.Confirmed);
        Assert.Equal(0, _acks.Count);
    }

    [Fact]
    public void Transactions_that_finish_in_reverse_are_joined_too()
    {
        var all = Enumerable.Range(20, 1000).Select(end => Open((ulong)end)).ToArray();
        foreach (var transaction in all.Skip(1).Reverse())
        {
            transaction.Finish();
        }

        Assert.Equal(2, _acks.Count);
        all[0].Finish();
        Assert.Equal(new Lsn(1019), _acks.Confirmed);
    }

    [Fact]
    public void The_servers_position_is_confirmed_where_nothing_is_open()
    {
        _acks.ConfirmIdle(new Lsn(15));
        Assert.Equal(new Lsn(15), _acks.Confirmed);
        _acks.ConfirmIdle(new Lsn(12));
        Assert.Equal(new Lsn(15), _acks.Confirmed);
    }

    [Fact]
    public void The_servers_position_is_not_confirmed_while_a_transaction_is_read_or_unfinished()
    {
        var transaction = _acks.Begin();
        transaction.Add();
        _acks.ConfirmIdle(new Lsn(90));
        Commit(transaction, 20);
        _acks.ConfirmIdle(new Lsn(90));
        Assert.Equal(new Lsn(10), _acks.Confirmed);
        transaction.Finish();
        Assert.Equal(new Lsn(20), _acks.Confirmed);
        _acks.ConfirmIdle(new Lsn(90));
        Assert.Equal(new Lsn(90), _acks.Confirmed);
    }

    private TransactionProgress Open(ulong end, int deliveries = 1)
    {
        var transaction = _acks.Begin();
        for (var i = 0; i < deliveries; i++)
        {
            transaction.Add();
        }

        Commit(transaction, end);
        return transaction;
    }

    private void Commit(TransactionProgress transaction, ulong end) => _acks.Commit(transaction, new Lsn(end));
}
