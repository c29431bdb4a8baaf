using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>A captured table that is not there by its name.</summary>
public sealed class RenamedTableTests(PostgresServer server)
{
    [Fact]
    public async Task Its_changes_wait_until_it_is_there_again()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using var worker = await RunningWorker.StartAsync(database, SharingTests.Quick);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.ExecuteAsync("BEGIN; INSERT INTO orders (id) VALUES (2), (3); ALTER TABLE orders RENAME TO moved; COMMIT");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.CaptureMissing), () => worker.Log.ToString());
        await database.ExecuteAsync("INSERT INTO moved (id) VALUES (4)");
        await database.WhenLookedAtAsync();
        Assert.Equal((1, 3L), (worker.Inbox.Handled.Count, await database.PendingAsync()));
        await database.ExecuteAsync("ALTER TABLE moved RENAME TO orders");
        await worker.HasHandledAsync(4);
        Assert.Equal([1, 2, 3, 4], worker.Inbox.Of<Change<Order>>().Select(change => change.Row.Id).Order());
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.CaptureMissing));
    }
}
