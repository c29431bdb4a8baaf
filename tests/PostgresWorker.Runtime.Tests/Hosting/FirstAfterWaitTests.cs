using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;
using PostgresWorker.Tests.Delivery;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Hosting;

/// <summary>A change that comes to a pump that waits for the stream.</summary>
public sealed class FirstAfterWaitTests : IAsyncDisposable
{
    private readonly ScriptedSource _source = new();
    private readonly AckTracker _acks = new(Lsn.None);
    private readonly LaneSet _lanes = Handlers.Lanes(count: 4, capacity: 64, new ServiceCollection().BuildServiceProvider());
    private readonly CancellationTokenSource _stopping = new();
    private readonly WriterTurn _turn = new();

    public async ValueTask DisposeAsync()
    {
        await _lanes.DisposeAsync();
        _stopping.Dispose();
        _turn.Dispose();
    }

    [Fact]
    public async Task It_is_handled_before_the_stream_is_asked_for_the_next()
    {
        var (at, before) = (0, 0);
        var pump = RunAsync(Shop.Listener("rows", ChangeKinds.Rows, (_, _, _) =>
        {
            before += _source.Read == at + 2 && _source.Reader == Environment.CurrentManagedThreadId ? 1 : 0;
            return default;
        }));

        // The pump may not wait yet when it comes, or no lane: not every time.
        for (var i = 1UL; i <= 50; i++)
        {
            at = _source.Read;
            _source.Send(Scripted.Begin(), Scripted.Insert((long)i), Scripted.Commit(i));
            await Deadline.Until(() => _acks.Confirmed == new Lsn(i));
        }

        Assert.NotEqual(0, before);
        await StopAsync(pump);
    }

    [Fact]
    public async Task Those_behind_it_are_handled_in_their_order()
    {
        List<string?> handled = [];
        var pump = RunAsync(Shop.Listener("rows", ChangeKinds.Rows, (change, _, _) =>
        {
            handled.Add(change.Row.Note);
            return default;
        }));
        for (var i = 1UL; i <= 20; i++)
        {
            // Of one key, so that no two run beside each other.
            string[] notes = [.. Enumerable.Range(0, 100).Select(static note => $"{note}")];
            handled.Clear();
            _source.Send([Scripted.Begin(), .. notes.Select(static note => Scripted.Insert(7, note)), Scripted.Commit(i)]);
            await Deadline.Until(() => _acks.Confirmed == new Lsn(i));
            Assert.Equal(notes, handled);
        }

        await StopAsync(pump);
    }

    [Fact]
    public async Task A_batch_has_what_comes_with_it()
    {
        List<int> sizes = [];
        var pump = RunAsync(Shop.BatchListener("batches", maxSize: 100, maxWait: 0, (changes, _, _) =>
        {
            sizes.Add(changes.Count);
            return default;
        }));
        for (var i = 1UL; i <= 20; i++)
        {
            _source.Send([Scripted.Begin(), .. Enumerable.Range(0, 5).Select(id => Scripted.Insert(id)), Scripted.Commit(i)]);
            await Deadline.Until(() => _acks.Confirmed == new Lsn(i));
        }

        Assert.Equal(Enumerable.Repeat(5, 20), sizes);
        await StopAsync(pump);
    }

    private Task RunAsync(ListenerRoute route) => new Pump(_source, new Router([route], new WireStore()), _lanes, _acks, _turn).RunAsync(_stopping.Token, _stopping.Token);

    private async Task StopAsync(Task pump)
    {
        await _stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump.InTime());
    }
}
