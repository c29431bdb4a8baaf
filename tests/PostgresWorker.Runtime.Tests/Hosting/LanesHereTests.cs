using PostgresWorker.Generated;
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
            await using var pump = Run(10 * Many, (pump, _) =>
            {
                // When all is read the thread waits, and then it is of no use either.
                if (pump.Source.Read < 30 * Many && pump.Source.Reader == Environment.CurrentManagedThreadId)
                {
                    Interlocked.Increment(ref here);
                }

                return default;
            });
            await pump.ConfirmedAsync(10 * Many);
        }

        Assert.NotEqual(0, here);
    }

    [Fact]
    public async Task A_listener_that_keeps_the_thread_keeps_nobody_from_reading_and_no_other_lane_from_its_work()
    {
        using var gate = new ManualResetEventSlim();
        var (first, handled) = (1, 0);
        await using var pump = Run(Many, (_, token) =>
        {
            if (Interlocked.Exchange(ref first, 0) == 1)
            {
                gate.Wait(token);
            }

            Interlocked.Increment(ref handled);
            return default;
        });
        await Deadline.Until(() => pump.Source.Read == 3 * Many && Volatile.Read(ref handled) == Many - 1);
        Assert.Equal(Lsn.None, pump.Acks.Confirmed);
        gate.Set();
        await pump.ConfirmedAsync(Many);
    }

    [Fact]
    public async Task Listeners_that_wait_for_each_other_in_their_threads_come_to_an_end()
    {
        // One alone never would.
        using var pair = new Barrier(2);
        await using var pump = Run(Many, (_, token) =>
        {
            pair.SignalAndWait(token);
            return default;
        }, lanes: 2);
        await pump.ConfirmedAsync(Many);
    }

    [Fact]
    public async Task Listeners_that_wait_keep_the_thread_no_longer_than_until_they_do()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = 0;
        await using var pump = Run(Many, (_, _) =>
        {
            Interlocked.Increment(ref begun);
            return new ValueTask(gate.Task);
        });
        await Deadline.Until(() => pump.Source.Read == 3 * Many && Volatile.Read(ref begun) == 4);
        gate.SetResult();
        await pump.ConfirmedAsync(Many);
    }

    [Fact]
    public async Task What_fails_while_a_lane_has_the_thread_ends_the_pump()
    {
        using var gate = new ManualResetEventSlim();
        await using var pump = Run(Many, (_, token) =>
        {
            gate.Wait(token);
            return default;
        }, error: new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(() => pump.Ended.InTime());
        gate.Set();
    }

    /// <summary>A pump whose source has everything at hand, transactions of a row that end at 1, 2, 3 and so on, and then perhaps an error.</summary>
    private static ScriptedPump Run(int transactions, Func<ScriptedPump, CancellationToken, ValueTask> handle, int lanes = 4, Exception? error = null)
    {
        var pump = new ScriptedPump(lanes, capacity: 20 * Many);
        for (var id = 1; id <= transactions; id++)
        {
            pump.Source.Send(Scripted.Begin(), Scripted.Insert(id), Scripted.Commit((ulong)id));
        }

        if (error is not null)
        {
            pump.Source.Send(Scripted.Fail(error));
        }

        pump.Start(Shop.Listener("rows", ChangeKinds.Rows, (_, _, token) => handle(pump, token)));
        return pump;
    }
}
