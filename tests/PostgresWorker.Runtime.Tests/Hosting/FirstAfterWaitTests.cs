using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Hosting;

/// <summary>A change that comes to a pump that waits for the stream.</summary>
public sealed class FirstAfterWaitTests : IAsyncDisposable
{
    private readonly ScriptedPump _pump = new();

    public ValueTask DisposeAsync() => _pump.DisposeAsync();

    [Fact]
    public async Task It_is_handled_before_the_stream_is_asked_for_the_next()
    {
        var (at, before) = (0, 0);
        _pump.Start(Shop.Listener("rows", ChangeKinds.Rows, (_, _, _) =>
        {
            before += _pump.Source.Read == at + 2 && _pump.Source.Reader == Environment.CurrentManagedThreadId ? 1 : 0;
            return default;
        }));

        // The pump may not wait yet when it comes, or no lane: not every time.
        for (var i = 1UL; i <= 50; i++)
        {
            at = _pump.Source.Read;
            _pump.Source.Send(Scripted.Begin(), Scripted.Insert((long)i), Scripted.Commit(i));
            await _pump.ConfirmedAsync(i);
        }

        Assert.NotEqual(0, before);
        await _pump.StopAsync();
    }

    [Fact]
    public async Task Those_behind_it_are_handled_in_their_order()
    {
        List<string?> handled = [];
        _pump.Start(Shop.Listener("rows", ChangeKinds.Rows, (change, _, _) =>
        {
            handled.Add(change.Row.Note);
            return default;
        }));
        for (var i = 1UL; i <= 20; i++)
        {
            // Of one key, so that no two run beside each other.
            string[] notes = [.. Enumerable.Range(0, 100).Select(static note => $"{note}")];
            handled.Clear();
            _pump.Source.Send([Scripted.Begin(), .. notes.Select(static note => Scripted.Insert(7, note)), Scripted.Commit(i)]);
            await _pump.ConfirmedAsync(i);
            Assert.Equal(notes, handled);
        }

        await _pump.StopAsync();
    }

    [Fact]
    public async Task A_batch_has_what_comes_with_it()
    {
        List<int> sizes = [];
        _pump.Start(Shop.BatchListener("batches", maxSize: 100, maxWait: 0, (changes, _, _) =>
        {
            sizes.Add(changes.Count);
            return default;
        }));
        for (var i = 1UL; i <= 20; i++)
        {
            _pump.Source.Send([Scripted.Begin(), .. Enumerable.Range(0, 5).Select(id => Scripted.Insert(id)), Scripted.Commit(i)]);
            await _pump.ConfirmedAsync(i);
        }

        Assert.Equal(Enumerable.Repeat(5, 20), sizes);
        await _pump.StopAsync();
    }
}
