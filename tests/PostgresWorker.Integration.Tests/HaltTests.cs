using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>What the halt of a source means for the others and the host: one of two sources of a table halts, the other has another capture.</summary>
public sealed class HaltTests(PostgresServer server)
{
    private const string Halting = "moving_wal", Other = "moving";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_source_that_stays_unhealthy_leaves_the_host_and_the_others_alone(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, test: $"stays_{capture}", capture: capture);
        var inbox = new Inbox { Handler = (change, _) => change.Context.Source == Halting ? throw new InvalidOperationException("poison") : Task.CompletedTask };
        await using var worker = await StartAsync(database, inbox, WhenHalted.StayUnhealthy);
        var waiting = worker.Control.WhenHandledAsync(Halting, new Lsn(ulong.MaxValue), Token);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => worker.Control.GetStatus(Halting).State == SourceState.Halted, () => $"it halts; the log is:\n{worker.Log}");

        // The other goes on, behind what it had and with what comes.
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2)");
        var written = await database.CurrentLsnAsync();
        await worker.Control.WhenHandledAsync(Other, written, Token).WaitAsync(Deadline, Token);
        Assert.Equal([1, 2], inbox.Handled.Select(change => (int)((Change<Order>)change).Row.Id).Order());
        Assert.All(inbox.Handled, change => Assert.Equal(Other, change.Context.Source));
        Assert.False(worker.Stopped.IsCompleted);
        Assert.Equal((SourceState.Running, SourceHealth.Healthy), (worker.Control.GetStatus(Other).State, worker.Control.GetStatus(Other).Health));

        // Who asks for the one that halted is told why.
        var status = worker.Control.GetStatus(Halting);
        Assert.Equal((SourceState.Halted, SourceHealth.Unhealthy), (status.State, status.Health));
        Assert.True(status.Handled < written);
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.SourceHalted));
        foreach (var refused in (Task[])[waiting, worker.Control.WhenHandledAsync(Halting, written, Token)])
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => refused.WaitAsync(Deadline, Token));
            Assert.Contains($"Source '{Halting}' has halted", error.Message, StringComparison.Ordinal);
            Assert.Same(status.Error, error.InnerException);
        }

        // The host stops when it is asked to; what the other has handled is not kept back by the one that halted.
        await database.WhenEverythingIsConfirmedAsync();
        await worker.StopAsync().WaitAsync(Deadline, Token);
        Assert.Equal((SourceState.Halted, SourceState.Stopped), (worker.Control.GetStatus(Halting).State, worker.Control.GetStatus(Other).State));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_source_that_halts_stops_the_host_when_the_others_have_ended_in_order(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, test: $"stops_{capture}", capture: capture);
        var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hasBegun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inbox = new Inbox
        {
            Handler = async (change, ct) =>
            {
                if (change.Context.Source == Halting)
                {
                    // The halt ends the other's reading too: first it has something to end with.
                    await hasBegun.Task.WaitAsync(ct);
                    throw new InvalidOperationException("poison");
                }

                hasBegun.TrySetResult();
                await goesOn.Task.WaitAsync(ct);
            },
        };
        await using var worker = await StartAsync(database, inbox, whenHalted: null);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => worker.Control.GetStatus(Halting).State == SourceState.Halted, () => $"it halts; the log is:\n{worker.Log}");
        Assert.False(worker.Stopped.IsCompleted);
        goesOn.SetResult();
        await worker.Stopped.WaitAsync(Deadline, Token);
        await Eventually.IsTrueAsync(() => worker.Control.GetStatus(Other).State == SourceState.Stopped, () => $"the other has stopped; the log is:\n{worker.Log}");
        Assert.Equal(Other, Assert.Single(inbox.Handled).Context.Source);
        Assert.Equal((SourceState.Halted, SourceHealth.Unhealthy), (worker.Control.GetStatus(Halting).State, worker.Control.GetStatus(Halting).Health));

        // What it had handled does not come again.
        await using var next = await RunningWorker.BeginAsync<Moving>(database);
        await next.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2)");
        await next.HasHandledAsync(1);
        Assert.Equal([2L], next.Inbox.Attempts.Select(change => ((Change<Order>)change).Row.Id));
    }

    private static async Task<RunningWorker> StartAsync(TestDatabase database, Inbox inbox, WhenHalted? whenHalted)
    {
        var worker = await RunningWorker.BeginAsync<Moving, BothMoving>(database, inbox: inbox, more: worker => worker.AddSource(Halting, options =>
        {
            options.ConnectionString = database.ConnectionString;
            options.Capture = database.Capture == Capture.Wal ? Capture.Outbox : Capture.Wal;
            options.Slot = $"{database.Slot}_halting";
            options.Publication = $"{database.Publication}_halting";
            options.MaxAttempts = 1;
            options.OnExhausted = OnExhausted.Halt;
            options.WhenHalted = whenHalted ?? options.WhenHalted;
        }));
        await Eventually.IsTrueAsync(() => worker.Control.Sources.All(source => worker.Control.GetStatus(source).State == SourceState.Running), () => $"both run; the log is:\n{worker.Log}");
        return worker;
    }
}
