using System.Threading.Tasks.Sources;
using PostgresWorker.Delivery;
using PostgresWorker.Hosting;
using PostgresWorker.Tests.Delivery;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Hosting;

/// <summary>The thread that has nothing to read until something comes.</summary>
public sealed class StreamWaitTests
{
    [Fact]
    public async Task A_lane_goes_on_in_the_thread_that_waits_once_the_pump_has_left_it()
    {
        await using var handlers = new Handlers();
        handlers.ReleaseAll();
        List<string> steps = [];
        var wait = await WaitAsync(handlers, new ValueTask(new Unfinished(() => steps.Add($"waits, {handlers.Done.Count} done")), 0));
        Assert.False(wait.IsCompleted);
        Assert.Empty(handlers.Done);
        wait.UnsafeOnCompleted(() => { });
        Assert.Equal(["waits, 0 done", "1 done"], [.. steps, $"{handlers.Done.Count} done"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_a_thread_of_the_pool_is_one_for_lanes(bool isOfPool)
    {
        var (threads, token) = (new HashSet<int>(), TestContext.Current.CancellationToken);
        await using var handlers = new Handlers();
        var lanes = handlers.Lanes(new LaneSettings(1, 64));
        var wait = new ValueTask(new Unfinished(() => { }), 0);
        var own = await Task.Factory.StartNew(
            () =>
            {
                // The lane may still be about to wait when it is woken, and then goes on by itself: not every time.
                for (var i = 0; i < 20; i++)
                {
                    using var done = new ManualResetEventSlim();
                    var route = Shop.TruncateListener("threads", (_, _, _) =>
                    {
                        threads.Add(Environment.CurrentManagedThreadId);
                        done.Set();
                        return default;
                    });
                    var posting = new Posting();
                    posting.Add(Shop.Routed(route, i, 0), new AckTracker(Lsn.None).Begin());
                    Assert.True(lanes.PostAsync(posting, out var wakes, token).AsTask().IsCompletedSuccessfully);
                    new StreamWait(wait, wakes).UnsafeOnCompleted(() => { });
                    Assert.True(done.Wait(TimeSpan.FromSeconds(30), token));
                }

                return Environment.CurrentManagedThreadId;
            },
            token,
            isOfPool ? TaskCreationOptions.None : TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Assert.Equal(isOfPool, threads.Contains(own));
    }

    [Fact]
    public async Task Where_nothing_is_waited_for_lanes_go_on_as_well()
    {
        await using var handlers = new Handlers();
        handlers.ReleaseAll();
        var wait = await WaitAsync(handlers, default);
        Assert.True(wait.IsCompleted);
        await Deadline.Until(() => handlers.Done.Count == 1);
    }

    [Fact]
    public async Task Where_the_wait_has_failed_lanes_go_on_as_well()
    {
        await using var handlers = new Handlers();
        handlers.ReleaseAll();
        var wait = await WaitAsync(handlers, ValueTask.FromException(new IOException("gone")));
        Assert.True(wait.IsCompleted);
        Assert.Throws<IOException>(() => wait.GetResult());
        await Deadline.Until(() => handlers.Done.Count == 1);
    }

    [Fact]
    public async Task A_listener_that_keeps_its_thread_keeps_nobody_from_reading()
    {
        using var gate = new ManualResetEventSlim();
        using var begun = new CountdownEvent(3);
        await using var pump = new ScriptedPump();
        pump.Start(Shop.Listener("rows", Generated.ChangeKinds.Rows, (_, _, token) =>
        {
            begun.Signal();
            gate.Wait(token);
            return default;
        }));

        // Each comes when the one before it keeps the thread that has read it.
        for (var id = 1; id <= 3; id++)
        {
            var left = 3 - id;
            pump.Source.Send(Scripted.Begin(), Scripted.Insert(id), Scripted.Commit((ulong)id * 0x100));
            await Deadline.Until(() => begun.CurrentCount == left && pump.Source.Read == 3 * (3 - left));
        }

        gate.Set();
        await pump.ConfirmedAsync(0x300);
        await pump.StopAsync();
    }

    /// <summary>A lane that waits is given a change, and is to go on with it.</summary>
    private static async Task<StreamWait> WaitAsync(Handlers handlers, ValueTask next)
    {
        var lanes = handlers.Lanes(new LaneSettings(1, 64, IsInline: true));
        var posting = new Posting();
        posting.Add(handlers.Change(1), new AckTracker(Lsn.None).Begin());
        await lanes.PostAsync(posting, out var wakes, TestContext.Current.CancellationToken);
        return new StreamWait(next, wakes);
    }

    /// <summary>Never completes, and says when it is waited for.</summary>
    private sealed class Unfinished(Action onWait) : IValueTaskSource
    {
        public void GetResult(short token) => throw new InvalidOperationException("It is not completed.");

        public ValueTaskSourceStatus GetStatus(short token) => ValueTaskSourceStatus.Pending;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => onWait();
    }
}
