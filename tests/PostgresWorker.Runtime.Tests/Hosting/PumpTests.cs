using PostgresWorker.Generated;
using PostgresWorker.Tests.Rows;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Hosting;

public sealed class PumpTests : IAsyncDisposable
{
    private readonly ScriptedPump _pump = new();
    private readonly Journal _journal = new();

    public async ValueTask DisposeAsync()
    {
        _journal.Open();
        await _pump.DisposeAsync();
    }

    [Fact]
    public async Task A_change_walks_from_the_source_to_its_listener_and_is_confirmed()
    {
        _journal.Open();
        Start();
        _pump.Source.Send(Scripted.Begin(), Scripted.Insert(1, "one"), Scripted.Commit(0x200));
        await _pump.ConfirmedAsync(0x200);
        Assert.Equal(["INSERT 1"], _journal.Handled);
        await _pump.StopAsync();
    }

    [Fact]
    public async Task What_is_not_handled_is_not_confirmed_while_reading_goes_on()
    {
        Start();
        _pump.Source.Send(Scripted.Begin(), Scripted.Insert(1), Scripted.Commit(0x200), Scripted.Begin(), Scripted.Commit(0x300));
        await Deadline.Until(() => _pump.Source.Read == 5 && _journal.Begun.Count == 1);
        Assert.Equal(Lsn.None, _pump.Acks.Confirmed);
        _journal.Open();
        await _pump.ConfirmedAsync(0x300);
        await _pump.StopAsync();
    }

    [Fact]
    public async Task A_transaction_that_has_begun_is_read_to_its_end()
    {
        _journal.Open();
        Start();
        _pump.Source.Send(Scripted.Begin(), Scripted.Insert(1));
        await Deadline.Until(() => _journal.Handled.Count == 1);
        await _pump.StopReadingAsync();
        Assert.False(_pump.Ended.IsCompleted);
        _pump.Source.Send(Scripted.Insert(2), Scripted.Commit(0x200), Scripted.Begin());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _pump.Ended.InTime());
        Assert.True(await _pump.Lanes.DrainAsync(TestContext.Current.CancellationToken).InTime());
        Assert.Equal(2, _journal.Handled.Count);
        Assert.Equal(4, _pump.Source.Read);
        Assert.Equal(new Lsn(0x200), _pump.Acks.Confirmed);
    }

    [Fact]
    public async Task A_transaction_that_does_not_end_is_cut_off_and_not_confirmed()
    {
        _journal.Open();
        Start();
        _pump.Source.Send(Scripted.Begin(), Scripted.Insert(1));
        await Deadline.Until(() => _journal.Handled.Count == 1);
        await _pump.StopReadingAsync();
        await _pump.CutOffAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _pump.Ended.InTime());
        Assert.True(await _pump.Lanes.DrainAsync(TestContext.Current.CancellationToken).InTime());
        Assert.Equal(Lsn.None, _pump.Acks.Confirmed);
    }

    [Fact]
    public async Task A_truncate_waits_for_all_before_it_and_lets_none_pass()
    {
        Start();
        _pump.Source.Send(Scripted.Begin(), Scripted.Insert(1), Scripted.Insert(5), Scripted.Truncate(Shop.Layout), Scripted.Insert(7), Scripted.Commit(0x200));
        await Deadline.Until(() => _pump.Source.Read == 4 && _journal.Begun.Contains("INSERT 1"));
        Assert.DoesNotContain("TRUNCATE", _journal.Begun);
        _journal.Open("INSERT 1");
        _journal.Open("INSERT 5");
        await Deadline.Until(() => _journal.Begun.Contains("TRUNCATE"));
        Assert.Equal(4, _pump.Source.Read);
        Assert.Equal(2, _journal.Handled.Count);
        _journal.Open();
        await _pump.ConfirmedAsync(0x200);
        Assert.Equal(["TRUNCATE", "INSERT 7"], _journal.Handled.Skip(2));
        await _pump.StopAsync();
    }

    [Fact]
    public async Task A_row_that_moves_to_another_key_waits_for_both_and_no_other_waits_for_it()
    {
        Start();
        _pump.Source.Send(Scripted.Begin(), Scripted.Insert(1), Scripted.Insert(2), Scripted.Move(1, 2), Scripted.Insert(7), Scripted.Commit(0x200));
        await Deadline.Until(() => _pump.Source.Read == 6 && _journal.Begun.Contains("INSERT 7"));
        _journal.Open("INSERT 7");
        _journal.Open("INSERT 2");
        await Deadline.Until(() => _journal.Handled.Count == 2);
        Assert.DoesNotContain("UPDATE 2", _journal.Begun);
        _journal.Open("INSERT 1");
        await Deadline.Until(() => _journal.Begun.Contains("UPDATE 2"));
        _journal.Open();
        await _pump.ConfirmedAsync(0x200);
        await _pump.StopAsync();
    }

    [Fact]
    public async Task A_truncate_waits_for_no_other_table()
    {
        Start();
        _pump.Source.Send(Scripted.Begin(), Scripted.Insert(1), Scripted.Truncate(Shop.OtherLayout), Scripted.Commit(0x200));
        await Deadline.Until(() => _journal.Begun.Contains("TRUNCATE"));
        Assert.Empty(_journal.Handled);
        _journal.Open("TRUNCATE");
        await Deadline.Until(() => _pump.Source.Read == 4);
        Assert.Equal(["TRUNCATE"], _journal.Handled);
        _journal.Open();
        await _pump.StopAsync();
    }

    [Fact]
    public async Task A_truncate_that_nobody_listens_to_is_no_barrier()
    {
        Start(withTruncates: false);
        _pump.Source.Send(Scripted.Begin(), Scripted.Insert(1), Scripted.Truncate(Shop.Layout), Scripted.Commit(0x200));
        await Deadline.Until(() => _pump.Source.Read == 4);
        await _pump.StopAsync();
    }

    [Fact]
    public async Task What_came_before_a_row_that_fits_no_more_is_delivered()
    {
        _journal.Open();
        _pump.Source.Send(Scripted.Begin(), Scripted.Insert(1), Scripted.Insert(2), Scripted.Insert(3) with { Tables = [Table.Layout(("id", Table.Bigint))] });
        Start();
        await Assert.ThrowsAsync<RowLayoutException>(() => _pump.Ended.InTime());
        await Deadline.Until(() => _journal.Handled.Count == 2);
    }

    [Fact]
    public async Task What_is_gathered_while_there_is_no_room_comes_in_its_order()
    {
        Start();
        _pump.Source.Send([Scripted.Begin(), .. Enumerable.Range(0, 200).Select(id => Scripted.Insert(id)), Scripted.Commit(0x200)]);
        await Deadline.Until(() => _pump.Lanes.InFlight == 64);

        // The beginning, what is in flight, what is gathered, and one at hand.
        Assert.InRange(_pump.Source.Read, 64, 1 + 64 + 32 + 1);
        _journal.Open();
        await _pump.ConfirmedAsync(0x200);
        Assert.Equal(200, _journal.Handled.Distinct().Count());
        await _pump.StopAsync();
    }

    [Fact]
    public async Task An_error_of_the_source_is_the_pumps()
    {
        var error = new IOException("gone");
        _pump.Source.Send(Scripted.Begin(), Scripted.Fail(error));
        Start();
        Assert.Same(error, await Assert.ThrowsAsync<IOException>(() => _pump.Ended.InTime()));
    }

    private void Start(bool withTruncates = true)
    {
        ListenerRoute[] truncates = [Shop.TruncateListener("truncates", _journal.TruncateAsync), Shop.TruncateListener("other truncates", _journal.TruncateAsync, table: Shop.Other)];
        _pump.Start([Shop.Listener("rows", ChangeKinds.Rows, _journal.RowAsync), .. withTruncates ? truncates : []]);
    }
}
