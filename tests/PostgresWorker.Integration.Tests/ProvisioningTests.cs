using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.Store;

namespace PostgresWorker.Integration;

/// <summary>What a source needs in the database is made, or refused with the SQL that makes it.</summary>
public sealed class ProvisioningTests(PostgresServer server)
{
    [Fact]
    public async Task Auto_makes_what_is_missing_and_only_that()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.ExecuteAsync("CREATE TABLE others (id int PRIMARY KEY); CREATE PUBLICATION theirs FOR TABLE others");
        await using (await RunningWorker.StartAsync(database))
        {
            Assert.Equal("f", await database.ScalarAsync<string>("SELECT relreplident::text FROM pg_class WHERE relname = 'orders'"));
            Assert.Equal("d", await database.ScalarAsync<string>("SELECT relreplident::text FROM pg_class WHERE relname = 'others'"));
            Assert.Equal("public.orders", await database.ScalarAsync<string>($"SELECT string_agg(schemaname || '.' || tablename, ',') FROM pg_publication_tables WHERE pubname = '{database.Publication}'"));
            Assert.Equal("pgoutput", await database.ScalarAsync<string>($"SELECT plugin::text FROM pg_replication_slots WHERE slot_name = '{database.Slot}'"));
            Assert.Equal("others", await database.ScalarAsync<string>("SELECT string_agg(tablename, ',') FROM pg_publication_tables WHERE pubname = 'theirs'"));
        }

        await using var again = await RunningWorker.StartAsync(database);
        Assert.Equal(0, again.Log.Count(PostgresWorkerEventIds.Provisioned));
    }

    [Fact]
    public async Task Verify_refuses_with_everything_that_is_missing_and_its_SQL_mends_it()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using (var refused = await RunningWorker.BeginAsync<Shop>(database, Verify))
        {
            await refused.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            var log = refused.Log.ToString();
            Assert.Contains("[replica_identity]", log, StringComparison.Ordinal);
            Assert.Contains("[publication_missing]", log, StringComparison.Ordinal);
            Assert.Contains("[slot_missing]", log, StringComparison.Ordinal);
            Assert.Contains("[store_schema]", log, StringComparison.Ordinal);
            Assert.Contains(StoreSchema.Migrations[0].Script, log, StringComparison.Ordinal);
        }

        await database.MakeStoreAsync();

        await database.ExecuteAsync("ALTER TABLE \"public\".\"orders\" REPLICA IDENTITY FULL");
        await database.ExecuteAsync($"CREATE PUBLICATION \"{database.Publication}\" FOR TABLE \"public\".\"orders\" WITH (publish = 'insert, update, delete', publish_via_partition_root = true)");
        await database.ExecuteAsync($"SELECT pg_catalog.pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");
        await using var worker = await RunningWorker.StartAsync(database, Verify);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
    }

    [Fact]
    public async Task None_makes_and_checks_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.MakeStoreAsync();
        await database.ExecuteAsync($"CREATE PUBLICATION {database.Publication} FOR TABLE orders WITH (publish = 'insert')");
        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");
        await using var worker = await RunningWorker.StartAsync(database, options => options.Provision = Provision.None);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1); UPDATE orders SET customer_id = 2");
        await worker.HasHandledAsync(1);
        Assert.Equal("d", await database.ScalarAsync<string>("SELECT relreplident::text FROM pg_class WHERE relname = 'orders'"));
        Assert.Equal(0, worker.Log.Count(PostgresWorkerEventIds.Provisioned));
    }

    [Fact]
    public async Task A_missing_table_and_a_column_that_does_not_fit_are_named()
    {
        await using var missing = await TestDatabase.CreateAsync(server.Server, schema: null, test: "missing_table");
        Assert.Contains("Listener OrderListeners.OnOrder listens to public.orders, which does not exist", await RefusalAsync(missing), StringComparison.Ordinal);

        await using var wrong = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE orders (id numeric PRIMARY KEY, customer_id bigint, status text, total numeric, placed_at timestamptz)", "wrong_columns");
        var refusal = await RefusalAsync(wrong);
        Assert.Contains("column 'id' is numeric, which property Id (long) can't hold; declare it as decimal", refusal, StringComparison.Ordinal);
        Assert.Contains("the table has no column 'note', which property Note declares", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publication_that_is_not_ours_is_not_altered()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.ExecuteAsync("CREATE PUBLICATION theirs; ALTER TABLE orders REPLICA IDENTITY FULL");
        Assert.Contains("Publication 'theirs' does not have table public.orders", await RefusalAsync(database, options => options.Publication = "theirs"), StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_publication_tables WHERE pubname = 'theirs'"));
    }

    [Fact]
    public async Task A_table_added_to_the_listeners_is_added_to_our_publication()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.ExecuteAsync($"CREATE TABLE before (id int PRIMARY KEY); CREATE PUBLICATION \"{database.Publication}\" FOR TABLE before WITH (publish = 'insert')");
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1); DELETE FROM orders; INSERT INTO before VALUES (1)");
        await worker.HasHandledAsync(2);
        Assert.Equal(2L, await database.ScalarAsync<long>($"SELECT count(*) FROM pg_publication_tables WHERE pubname = '{database.Publication}'"));
    }

    [Fact]
    public async Task A_slot_that_is_lost_while_running_halts_the_source_and_is_not_made_anew()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database, options => options.MinReconnectInterval = options.MaxReconnectInterval = TimeSpan.FromMilliseconds(200));
        await Eventually.IsTrueAsync(
            async () =>
            {
                await database.ExecuteAsync($"SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '{database.Slot}' AND active");
                await database.ExecuteAsync($"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '{database.Slot}' AND NOT active");
                return await database.ScalarAsync<long>($"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{database.Slot}'") == 0;
            },
            "the slot is dropped");
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Contains("[slot_lost]", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>($"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{database.Slot}'"));
    }

    private static void Verify(SourceOptions options) => options.Provision = Provision.Verify;

    private static async Task<string> RefusalAsync(TestDatabase database, Action<SourceOptions>? configure = null)
    {
        await using var worker = await RunningWorker.BeginAsync<Shop>(database, configure);
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return worker.Log.ToString();
    }
}
