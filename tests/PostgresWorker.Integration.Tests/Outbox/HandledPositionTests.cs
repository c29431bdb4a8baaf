using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>Positions of the WAL up to which everything in the outbox is handled.</summary>
public sealed class HandledPositionTests(PostgresServer server)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_position_is_reached_while_others_write_all_the_time()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using var worker = await RunningWorker.StartAsync(database);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writers = Enumerable.Range(1, 4).Select(writer => WriteAsync(database, writer * 100_000, stop.Token)).ToArray();
        for (var id = 1; id <= 10; id++)
        {
            await database.ExecuteAsync($"INSERT INTO orders (id) VALUES ({id})");
            await worker.Control.WhenHandledAsync("shop", await database.CurrentLsnAsync(), Token).WaitAsync(Long, Token);
            Assert.Contains(worker.Inbox.Of<Inserted<Order>>(), change => change.New.Id == id);
        }

        Assert.All(writers, writer => Assert.False(writer.IsCompleted));
        await stop.CancelAsync();
        await Task.WhenAll(writers);
    }

    [Fact]
    public async Task A_position_waits_for_what_was_committed_before_it_whatever_its_number()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        var goesOn = new TaskCompletionSource();
        var inbox = new Inbox { Handler = (change, ct) => ((Change<Order>)change).Row.Id == 1 ? goesOn.Task.WaitAsync(ct) : Task.CompletedTask };
        await using var worker = await RunningWorker.StartAsync(database, inbox: inbox);
        await using var late = await OpenTransaction.BeginAsync(database, "INSERT INTO orders (id) VALUES (1)");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2)");
        await worker.HasHandledAsync(1);
        await late.CommitAsync();
        var handled = worker.Control.WhenHandledAsync("shop", await database.CurrentLsnAsync(), Token);
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 2, "the late change is delivered");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (3)");
        await worker.HasHandledAsync(2);
        await database.WhenLookedAtAsync();
        Assert.False(handled.IsCompleted);
        goesOn.SetResult();
        await handled.WaitAsync(Long, Token);
        Assert.Equal(3, inbox.Handled.Count);
    }

    private static async Task WriteAsync(TestDatabase database, int from, CancellationToken stop)
    {
        for (var id = from; !stop.IsCancellationRequested; id++)
        {
            await database.ExecuteAsync($"BEGIN; INSERT INTO orders (id) VALUES ({id}); SELECT pg_sleep(0.005); COMMIT");
        }
    }
}
