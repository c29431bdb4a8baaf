using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Provisioning;

/// <summary>What is wrong is found at the start, with its code and, where one statement mends it, that.</summary>
public sealed class FindingTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_that_may_not_replicate_is_named()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        const string Role = "finding_no_replication";
        await database.ExecuteAsync($"DROP ROLE IF EXISTS {Role}; CREATE ROLE {Role} LOGIN");
        var remedy = $"ALTER ROLE \"{Role}\" REPLICATION";
        var role = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = Role, Pooling = false }.ConnectionString;
        Assert.Contains($"[role_replication] Role '{Role}' may not replicate. Run: {remedy};", await RefusalAsync(database, options => (options.ConnectionString, options.Provision) = (role, Provision.Verify)), StringComparison.Ordinal);
        await database.ExecuteAsync(remedy);
        Assert.DoesNotContain("[role_replication]", await RefusalAsync(database, options => (options.ConnectionString, options.Provision) = (role, Provision.Verify)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slots_that_are_all_taken_are_said()
    {
        await using var own = await ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["max_replication_slots"] = "1" } }, Token);
        await using var database = await TestDatabase.CreateAsync(own);
        await database.ExecuteAsync("SELECT pg_create_physical_replication_slot('taken')");
        Assert.Contains("[slots_exhausted] All 1 replication slots of the server are taken", await RefusalAsync(database), StringComparison.Ordinal);
        await database.ExecuteAsync("SELECT pg_drop_replication_slot('taken')");
        await using var worker = await RunningWorker.StartAsync(database);
    }

    [Fact]
    public async Task A_generated_column_that_a_listener_declares_is_named()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.ExecuteAsync("ALTER TABLE orders DROP note; ALTER TABLE orders ADD note text GENERATED ALWAYS AS (customer_id::text) STORED");
        var refusal = await RefusalAsync(database);
        Assert.Contains("[column_generated] Listener OrderListeners.OnOrder declares 'note' of public.orders, which is generated", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("[column] ", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_list_that_hides_a_declared_column_is_named()
    {
        Assert.SkipUnless(server.Server.Version.Major >= 15, "Column lists need PostgreSQL 15.");
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.ExecuteAsync($"CREATE PUBLICATION {database.Publication} FOR TABLE orders (id, customer_id, status, total, placed_at) WITH (publish = 'insert')");
        var refusal = await RefusalAsync(database, options => options.Provision = Provision.Verify);
        Assert.Contains("[publication_columns]", refusal, StringComparison.Ordinal);
        Assert.Contains("and not 'note', which listener OrderListeners.OnOrder declares", refusal, StringComparison.Ordinal);
        await database.ExecuteAsync(refusal[refusal.IndexOf("BEGIN; ALTER PUBLICATION", StringComparison.Ordinal)..].Split("COMMIT;")[0] + "COMMIT");
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id, note) VALUES (1, 'seen')");
        await worker.HasHandledAsync(1);
    }

    [Fact]
    public async Task A_publication_that_sends_partitions_by_their_own_names_is_mended()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TestDatabase.OrdersTable + " PARTITION BY RANGE (id)");
        await database.ExecuteAsync("CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (1000)");
        await database.ExecuteAsync($"ALTER TABLE orders_1 REPLICA IDENTITY FULL; ALTER TABLE orders REPLICA IDENTITY FULL; CREATE PUBLICATION {database.Publication} FOR TABLE orders");
        Assert.Contains("[publication_root]", await RefusalAsync(database, options => options.Provision = Provision.Verify), StringComparison.Ordinal);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
    }

    [Fact]
    public async Task A_slot_for_failover_is_made_and_one_that_is_none_is_named()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        if (!await database.ScalarAsync<bool>("SELECT current_setting('server_version_num')::int >= 170000"))
        {
            Assert.Contains("[failover_version]", await RefusalAsync(database, options => options.Failover = true), StringComparison.Ordinal);
            return;
        }

        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");
        Assert.Contains("[slot_failover]", await RefusalAsync(database, options => options.Failover = true), StringComparison.Ordinal);
        await database.ExecuteAsync($"SELECT pg_drop_replication_slot('{database.Slot}')");
        await using var worker = await RunningWorker.StartAsync(database, options => options.Failover = true);
        Assert.True(await database.ScalarAsync<bool>($"SELECT failover FROM pg_replication_slots WHERE slot_name = '{database.Slot}'"));
    }

    private static async Task<string> RefusalAsync(TestDatabase database, Action<SourceOptions>? configure = null)
    {
        await using var worker = await RunningWorker.BeginAsync<Shop>(database, configure);
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
        return worker.Log.ToString();
    }
}
