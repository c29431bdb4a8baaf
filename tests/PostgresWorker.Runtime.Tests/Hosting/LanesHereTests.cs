using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Hosting;
using PostgresWorker.Tests.Delivery;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Hosting;

/// <summary>The thread that reads, while there is more to read.</summary>
public sealed class LanesHereTests
{
    // More than is posted together, a few times.
    private const int Many = 500;

    [Fact]
    public async Task While_there_is_more_to_read_changes_are_handled_in_the_thread_that_reads()
    {
        var here = 0;

        // On a busy machine the lanes begin only when there is work already. They are not woken for it then, and may keep up in threads of their own: not every time.
        for (var round = 0; round < 100 && here == 0; round++)
        {
            await using var pump = new Pumped(10 * Many, (pump, _) =>
            {
                // When all is read the thread waits, and then it is of no use either.
                if (pump.Read < 30 * Many && pump.Reader == Environment.CurrentManagedThreadId)
                {
                    Interlocked.Increment(ref here);
                }

                return default;
            });
            await pump.AllAsync();
        }

        Assert.NotEqual(0, here);
    }

    [Fact]
    public async Task A_listener_that_keeps_the_thread_keeps_nobody_from_reading_and_no_other_lane_from_its_work()
    {
        using var gate = new ManualResetEventSlim();
        var first = 1;
        await using var pump = new Pumped(Many, (_, token) =>
        {
            if (Interlocked.Exchange(ref first, 0) == 1)
            {
                gate.Wait(token);
            }

            return default;
        });
        await Deadline.Until(() => pump.Read == 3 * Many && pump.Handled == Many - 1);
        Assert.Equal(Lsn.None, pump.Confirmed);
        gate.Set();
        await pump.AllAsync();
    }

    [Fact]
    public async Task Listeners_that_wait_for_each_other_in_their_threads_come_to_an_end()
    {
        // One alone never would.
        using var pair = new Barrier(2);
        await using var pump = new Pumped(Many, (_, token) =>
        {
            pair.SignalAndWait(token);
            return default;
        }, lanes: 2);
        await pump.AllAsync();
    }

    [Fact]
    public async Task Listeners_that_wait_keep_the_thread_no_longer_than_until_they_do()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pump = new Pumped(Many, (_, _) => new ValueTask(gate.Task));
        await Deadline.Until(() => pump.Read == 3 * Many && pump.Begun == 4);
        gate.SetResult();
        await pump.AllAsync();
    }

    [Fact]
    public async Task What_fails_while_a_lane_has_the_thread_ends_the_pump()
    {
        using var gate = new ManualResetEventSlim();
        await using var pump = new Pumped(Many, (_, token) =>
        {
            gate.Wait(token);
            return default;
        }, error: new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(() => pump.Ended.InTime());
        gate.Set();
    }

    /// <summary>A pump whose source has everything at hand, in a thread of the pool, and a listener for it.</summary>
    private sealed class Pumped : IAsyncDisposable
    {
        private readonly ScriptedSource _source = new();
        private readonly AckTracker _acks = new(Lsn.None);
        private readonly CancellationTokenSource _stopping = new();
        private readonly WriterTurn _turn = new();
        private readonly LaneSet _lanes;
        private readonly int _transactions;
        private int _begun;
        private int _handled;

        public Pumped(int transactions, Func<Pumped, CancellationToken, ValueTask> handle, int lanes = 4, Exception? error = null)
        {
            _transactions = transactions;
            for (var id = 1; id <= transactions; id++)
            {
                _source.Send(Scripted.Begin(), Scripted.Insert(id), Scripted.Commit((ulong)id * 0x100));
            }

            if (error is not null)
            {
                _source.Send(Scripted.Fail(error));
            }

            _lanes = Handlers.Lanes(lanes, capacity: 20 * Many, new ServiceCollection().BuildServiceProvider());
            var route = Shop.Listener("rows", Generated.ChangeKinds.Rows, async (_, _, token) =>
            {
                Interlocked.Increment(ref _begun);
                await handle(this, token);
                Interlocked.Increment(ref _handled);
            });
            var pump = new Pump(_source, new Router([route], new WireStore()), _lanes, _acks, _turn);
            Ended = Task.Run(() => pump.RunAsync(_stopping.Token, _stopping.Token), _stopping.Token);
        }

        public Task Ended { get; }

        public int Read => _source.Read;

        public int Reader => _source.Reader;

        public int Begun => Volatile.Read(ref _begun);

        public int Handled => Volatile.Read(ref _handled);

        public Lsn Confirmed => _acks.Confirmed;

        public Task AllAsync() => Deadline.Until(() => _acks.Confirmed == new Lsn((ulong)_transactions * 0x100));

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await Ended.InTime().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _lanes.DisposeAsync();
            _stopping.Dispose();
            _turn.Dispose();
        }
    }
}
