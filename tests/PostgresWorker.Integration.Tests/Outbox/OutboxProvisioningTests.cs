using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Integration.Server;
using PostgresWorker.Outbox.Provisioning;

namespace PostgresWorker.Integration.Outbox;

/// <summary>An outbox is planned, made, checked and removed, and nothing else is touched.</summary>
public sealed class OutboxProvisioningTests(PostgresServer server)
{
    private const string Items = "CREATE TABLE items (id int PRIMARY KEY, status text, note text)";

    private static readonly ListenerRoute[] All = [Listeners.Of("items", where: "status <> 'draft'", whenChanged: "note"), Listeners.Truncates("items")];

    [Fact]
    public async Task The_script_of_Verify_makes_what_Auto_makes()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, All, isPrepared: false);
        var findings = (await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => bed.PrepareAsync(Provision.Verify))).Findings;
        Assert.Equal(["store_schema", "outbox_missing", "outbox_function", "outbox_trigger"], findings.Select(finding => finding.Code).Distinct());
        Assert.Equal(0L, await bed.Database.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'postgres_worker'"));
        await bed.Database.MakeStoreAsync();
        await bed.ExecuteAsync((await bed.PlanAsync()).ToScript());
        await bed.PrepareAsync(Provision.Verify);
        Assert.Empty((await bed.PlanAsync()).Steps);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a', 'b')");
        Assert.Single(await bed.TakeAsync());
    }

    [Fact]
    public async Task None_does_nothing_and_Auto_is_done_once_by_whoever_comes_first()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, All, isPrepared: false);
        await bed.PrepareAsync(Provision.None);
        Assert.Equal(0L, await bed.Database.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'postgres_worker'"));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bed.PrepareAsync()));
        Assert.Equal(
            "1 256 8 6 poll",
            await bed.Database.ScalarAsync<string>(
                """
                SELECT format('%s %s %s %s %s', (SELECT count(*) FROM postgres_worker.captures), (SELECT count(*) FROM postgres_worker.lanes), (SELECT count(*) FROM pg_inherits WHERE inhparent = 'postgres_worker.outbox_shop'::regclass),
                    (SELECT count(*) FROM pg_trigger WHERE tgname LIKE '!postgres\_worker\_shop\_1\_%' AND tgenabled = 'A'), (SELECT wake_up FROM postgres_worker.outboxes))
                """));
    }

    [Theory]
    [InlineData("DROP TRIGGER \"!postgres_worker_shop_1_insert\" ON items", "there is no trigger")]
    [InlineData("ALTER TABLE items DISABLE TRIGGER \"!postgres_worker_shop_1_update\"", "is disabled")]
    [InlineData("ALTER TABLE items ENABLE TRIGGER \"!postgres_worker_shop_1_update\"", "does not always fire")]
    [InlineData("CREATE OR REPLACE TRIGGER \"!postgres_worker_shop_1_delete\" AFTER DELETE ON items FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE items ENABLE ALWAYS TRIGGER \"!postgres_worker_shop_1_delete\"", "runs another function")]
    [InlineData("CREATE OR REPLACE TRIGGER \"!postgres_worker_shop_1_insert\" AFTER INSERT ON items FOR EACH ROW WHEN (NEW.id > 7) EXECUTE FUNCTION postgres_worker.capture_shop('1', 'I', 'id'); ALTER TABLE items ENABLE ALWAYS TRIGGER \"!postgres_worker_shop_1_insert\"", "was replaced")]
    [InlineData("CREATE OR REPLACE TRIGGER \"!postgres_worker_shop_1_truncate\" AFTER TRUNCATE ON items EXECUTE FUNCTION postgres_worker.capture_shop('2', 'T'); ALTER TABLE items ENABLE ALWAYS TRIGGER \"!postgres_worker_shop_1_truncate\"", "was replaced")]
    [InlineData("DROP TABLE items; " + Items, "there is no trigger")]
    [InlineData("ALTER FUNCTION postgres_worker.capture_shop() RESET search_path", "its settings")]
    [InlineData("ALTER FUNCTION postgres_worker.capture_shop() SECURITY INVOKER", "is not what was made")]
    [InlineData("GRANT EXECUTE ON FUNCTION postgres_worker.capture_shop() TO PUBLIC", "its rights")]
    [InlineData("DROP FUNCTION postgres_worker.capture_shop() CASCADE", "does not exist")]
    [InlineData("DROP FUNCTION postgres_worker.row_json_shop(record)", "lacks row_json_shop")]
    [InlineData("DROP TABLE postgres_worker.outbox_shop_3", "lacks outbox_shop_3")]
    [InlineData("DELETE FROM postgres_worker.lanes WHERE lane = 7", "lacks its rows in lanes")]
    [InlineData("ALTER TABLE items DROP CONSTRAINT items_pkey", "listeners want insert ()")]
    public async Task Drift_is_found_and_mended(string drift, string message)
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, All, test: $"drift_{drift}_{message}".Replace(' ', '_').Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal));
        Assert.Empty(await bed.DriftAsync());
        await bed.ExecuteAsync(drift);
        var found = await bed.DriftAsync();
        Assert.Contains(found, finding => finding.Message.Contains(message, StringComparison.Ordinal));
        await bed.PrepareAsync();
        Assert.Empty((await bed.PlanAsync()).Steps);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a', 'b'); UPDATE items SET note = 'c'; DELETE FROM items; TRUNCATE items");
        Assert.Equal("IUDT", string.Concat((await bed.TakeAsync()).Select(row => row.Kind)));
    }

    [Fact]
    public async Task A_listener_that_is_gone_has_its_triggers_removed_unless_another_release_is_alive()
    {
        await using var bed = await OutboxBed.CreateAsync(server, $"{Items}; CREATE TABLE others (id int PRIMARY KEY)", [Listeners.Of("items", whenChanged: "note"), Listeners.Of("others")]);
        var next = bed.With([Listeners.Of("items", whenChanged: "status")]);
        await bed.ExecuteAsync("INSERT INTO postgres_worker.instances (consumer, name, started_at, expires_at) VALUES ('shop', 'old', now(), now() + '1 hour')");
        await next.PrepareAsync();
        await bed.ExecuteAsync("INSERT INTO others VALUES (1); INSERT INTO items VALUES (1, 'a', 'b'); UPDATE items SET note = 'c'; UPDATE items SET status = 'b'");
        Assert.Equal("IIUU", string.Concat((await bed.TakeAsync()).Select(row => row.Kind)));
        Assert.Empty(await next.DriftAsync());
        Assert.Empty((await next.PlanAsync()).Steps);

        await bed.ExecuteAsync("UPDATE postgres_worker.instances SET expires_at = now()");
        await next.PrepareAsync(Provision.Verify);
        await next.PrepareAsync();
        await bed.ExecuteAsync("INSERT INTO others VALUES (2); UPDATE items SET note = 'd'; UPDATE items SET status = 'c'");
        Assert.Equal("U", string.Concat((await bed.TakeAsync()).Select(row => row.Kind)));
        Assert.Equal(2L, await bed.Database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.captures"));
    }

    [Fact]
    public async Task Releases_side_by_side_do_not_undo_each_others_triggers()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items", where: "id > 0")]);
        var next = bed.With([Listeners.Of("items", where: "id > 1")]);
        await bed.ExecuteAsync("INSERT INTO postgres_worker.instances (consumer, name, started_at, expires_at) VALUES ('shop', 'old', now(), now() + '1 hour')");
        await next.PrepareAsync();
        Assert.Empty(await bed.DriftAsync());
        Assert.Empty(await next.DriftAsync());
        await bed.ExecuteAsync("DELETE FROM postgres_worker.instances");
        Assert.Contains("listeners want", Assert.Single(await bed.DriftAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_outbox_is_refused_and_an_older_brought_up()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, All);
        await bed.ExecuteAsync("UPDATE postgres_worker.outboxes SET version = 99");
        Assert.Contains("Run the newer build", Assert.Single((await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => bed.PrepareAsync())).Findings).Message, StringComparison.Ordinal);
        Assert.Empty(await bed.DriftAsync());
        await bed.ExecuteAsync("UPDATE postgres_worker.outboxes SET version = 0");
        Assert.Equal("outbox_function", Assert.Single(await bed.VerifyAsync()).Code);
        await bed.PrepareAsync();
        Assert.Equal(1, await bed.Database.ScalarAsync<int>("SELECT version FROM postgres_worker.outboxes"));
    }

    [Fact]
    public async Task An_outbox_that_was_dropped_is_another_one()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, All);
        var first = await bed.Database.ScalarAsync<long>("SELECT incarnation FROM postgres_worker.outboxes");
        await bed.PrepareAsync();
        Assert.Equal(first, await bed.Database.ScalarAsync<long>("SELECT incarnation FROM postgres_worker.outboxes"));
        await bed.ExecuteAsync("DROP TABLE postgres_worker.outbox_shop");
        await bed.PrepareAsync();
        Assert.NotEqual(first, await bed.Database.ScalarAsync<long>("SELECT incarnation FROM postgres_worker.outboxes"));
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a', 'b')");
        Assert.Single(await bed.TakeAsync());
    }

    [Fact]
    public async Task WakeUp_is_a_NOTIFY_for_each_transaction()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, All);
        await bed.PrepareAsync(definition: new OutboxDefinition(OutboxBed.Consumer, WakesUp: true));
        await using var connection = await bed.Database.ConnectAsync();
        List<string> heard = [];
        connection.Notification += (_, told) => heard.Add($"{told.Channel}:{told.Payload}");
        await using var listen = new NpgsqlCommand("LISTEN postgres_worker_shop", connection);
        await listen.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a', 'b'), (2, 'a', 'b')");
        Assert.True(await connection.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(["postgres_worker_shop:"], heard);
        await bed.PrepareAsync();
        Assert.DoesNotContain("pg_notify", await bed.Database.ScalarAsync<string>("SELECT prosrc FROM pg_proc WHERE proname = 'capture_shop'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_is_not_to_be_had_is_asked_for_again_and_holds_back_nobody_for_long()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, All, isPrepared: false);
        await using var writer = await bed.Database.ConnectAsync();
        var transaction = await writer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var insert = new NpgsqlCommand("INSERT INTO items VALUES (1, 'a', 'b')", writer);
        await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var prepared = bed.PrepareAsync();
        const string Waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%CREATE OR REPLACE TRIGGER%'";
        await Eventually.IsTrueAsync(async () => await bed.Database.ScalarAsync<long>(Waiting) == 1, "the trigger's maker waits");
        await bed.ExecuteAsync("INSERT INTO items VALUES (2, 'a', 'b')");
        Assert.False(prepared.IsCompleted);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await prepared;
        await bed.ExecuteAsync("INSERT INTO items VALUES (3, 'a', 'b')");
        Assert.Equal("3", Assert.Single(await bed.TakeAsync()).Key);
    }
}
