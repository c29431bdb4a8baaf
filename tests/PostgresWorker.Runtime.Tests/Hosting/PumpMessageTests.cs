using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Hosting;

/// <summary>Messages on their walk: within a transaction a part of it, outside a unit of their own.</summary>
public sealed class PumpMessageTests : IAsyncDisposable
{
    private readonly ScriptedPump _pump = new();
    private readonly Journal _journal = new();

    public async ValueTask DisposeAsync()
    {
        _journal.Open();
        await _pump.DisposeAsync();
    }

    [Fact]
    public async Task A_message_of_a_transaction_is_confirmed_with_it()
    {
        Start();
        _pump.Source.Send(Scripted.Begin(), Scripted.Message("audit", 0x150, isTransactional: true), Scripted.Commit(0x200));
        await Deadline.Until(() => _pump.Source.Read == 3 && _journal.Begun.Count == 1);
        Assert.Equal(Lsn.None, _pump.Acks.Confirmed);
        _journal.Open();
        await _pump.ConfirmedAsync(0x200);
        await _pump.StopAsync();
    }

    [Fact]
    public async Task A_message_alone_is_confirmed_when_it_and_all_before_it_are_handled()
    {
        Start();
        _pump.Source.Send(Scripted.Begin(), Scripted.Insert(1), Scripted.Commit(0x200), Scripted.Message("audit", 0x250));
        await Deadline.Until(() => _journal.Begun.Count == 2);
        _journal.Open("MESSAGE audit");
        await Deadline.Until(() => _journal.Handled.Count == 1);
        Assert.Equal(Lsn.None, _pump.Acks.Confirmed);
        _journal.Open("INSERT 1");
        await _pump.ConfirmedAsync(0x250);
        await _pump.StopAsync();
    }

    [Fact]
    public async Task Until_a_message_alone_is_handled_nothing_behind_it_is_confirmed()
    {
        Start();
        _pump.Source.Send(Scripted.Message("audit", 0x250), Scripted.Begin(), Scripted.Commit(0x300));
        await Deadline.Until(() => _pump.Source.Read == 3 && _journal.Begun.Count == 1);
        _pump.Acks.ConfirmIdle(new Lsn(0x400));
        Assert.Equal(Lsn.None, _pump.Acks.Confirmed);
        _journal.Open();
        await _pump.ConfirmedAsync(0x300);
        await _pump.StopAsync();
    }

    [Fact]
    public async Task A_message_that_nobody_wants_is_confirmed_at_once()
    {
        Start();
        _pump.Source.Send(Scripted.Message("other", 0x250));
        await _pump.ConfirmedAsync(0x250);
        Assert.Empty(_journal.Begun);
        await _pump.StopAsync();
    }

    [Fact]
    public async Task After_a_message_alone_reading_ends_between_transactions()
    {
        _journal.Open();
        Start();
        _pump.Source.Send(Scripted.Message("audit", 0x250));
        await Deadline.Until(() => _journal.Handled.Count == 1);
        await _pump.StopAsync();
    }

    [Fact]
    public void Each_listener_gets_a_context_of_its_own_and_one_key_for_its_prefix()
    {
        RoutedList routed = [];
        var router = new Router([Shop.MessageListener("one", "audit"), Shop.MessageListener("two", "audit"), Shop.MessageListener("three", "other")], new WireStore());
        router.RouteMessage((Scripted.Message("audit", 0x250) with { Content = [1, 2] }).ToRaw(), routed);

        Assert.Equal(["one", "two"], routed.Select(change => change.Route.Name));
        Assert.Single(routed.Select(change => change.Key).Distinct());
        Assert.NotSame(routed[0].Context, routed[1].Context);
        Assert.Equal("audit", routed[0].Context.Table.ToString());
        Assert.True(routed[1].TryGetMessage(out var prefix, out var content, out var isTransactional));
        Assert.Equal(("audit", false), (prefix, isTransactional));
        Assert.Equal(new byte[] { 1, 2 }, content);
        Assert.False(routed[1].TryGetRow(out _, out _, out _));
    }

    private void Start() => _pump.Start(Shop.Listener("rows", ChangeKinds.Rows, _journal.RowAsync), Shop.MessageListener("audit", "audit", _journal.MessageAsync));
}
