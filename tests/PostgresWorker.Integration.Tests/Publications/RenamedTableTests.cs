using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Publications;

/// <summary>A table that goes by another name, or is another one of the same name, is not missed in silence.</summary>
public sealed class RenamedTableTests(PostgresServer server)
{
    [Theory]
    [InlineData("ALTER TABLE orders RENAME TO orders_old; INSERT INTO orders_old (id) VALUES (2)", "public.orders_old", "name")]
    [InlineData("CREATE SCHEMA archive; ALTER TABLE orders SET SCHEMA archive; INSERT INTO archive.orders (id) VALUES (2)", "archive.orders", "schema")]
    public async Task A_table_with_another_name_halts_the_source_before_its_changes_are_passed(string change, string name, string test)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, test: test);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        var before = await database.CurrentLsnAsync();
        await database.ExecuteAsync(change);
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Contains($"[table_renamed] Table public.orders is {name} now, which no listener knows: OrderListeners.OnOrder listens to public.orders.", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.True(await database.ConfirmedAsync() <= before, "the slot has not passed it");
    }

    [Fact]
    public async Task A_table_that_is_renamed_there_and_back_halts_it_too()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("ALTER TABLE orders RENAME TO elsewhere; INSERT INTO elsewhere (id) VALUES (1)");
        await database.ExecuteAsync("ALTER TABLE elsewhere RENAME TO orders; INSERT INTO orders (id) VALUES (2)");
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Contains("[table_renamed]", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.Empty(worker.Inbox.Attempts);

        // The first change was written under the other name: it must come all the same, and does so as long as there is one that knows it.
        Assert.Contains("public.elsewhere", worker.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_is_made_anew_is_added_to_the_publication_by_Auto()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.ExecuteAsync("CREATE TABLE another (LIKE orders INCLUDING ALL); DROP TABLE orders; ALTER TABLE another RENAME TO orders");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.PublicationGap), () => $"the gap is reported; the log is:\n{worker.Log}");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2); DELETE FROM orders");
        await worker.HasHandledAsync(3);
    }

    [Fact]
    public async Task A_table_that_is_made_anew_halts_the_source_that_only_verifies_and_nothing_passes_it()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using (await RunningWorker.StartAsync(database))
        {
        }

        await using var worker = await RunningWorker.StartAsync(database, options => options.Provision = Provision.Verify);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.WhenEverythingIsConfirmedAsync();
        var before = await database.CurrentLsnAsync();
        await database.ExecuteAsync("CREATE TABLE another (LIKE orders INCLUDING ALL); ALTER TABLE another REPLICA IDENTITY FULL; DROP TABLE orders; ALTER TABLE another RENAME TO orders; INSERT INTO orders (id) VALUES (2)");
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Contains($"[publication_table] Publication '{database.Publication}' does not have table public.orders.", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.Contains($"PostgresWorker.{nameof(ChangesMissingException)}", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.True(await database.ConfirmedAsync() <= before, "the slot has not passed what was left out");
    }
}
