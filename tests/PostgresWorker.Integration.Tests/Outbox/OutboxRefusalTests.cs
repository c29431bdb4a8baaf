using PostgresWorker.Generated;
using PostgresWorker.Integration.Server;
using PostgresWorker.Outbox.Provisioning;

namespace PostgresWorker.Integration.Outbox;

/// <summary>What cannot be captured is refused, what a role lacks is named, and what is not ours is left.</summary>
public sealed class OutboxRefusalTests(PostgresServer server)
{
    private const string Items = "CREATE TABLE items (id int PRIMARY KEY, note text)";

    [Theory]
    [InlineData("SELECT 1", "table_missing", "which does not exist")]
    [InlineData("CREATE VIEW things AS SELECT 1 AS id", "table_kind", "is a view")]
    [InlineData("CREATE MATERIALIZED VIEW things AS SELECT 1 AS id", "table_kind", "is a materialized view")]
    [InlineData("CREATE EXTENSION postgres_fdw; CREATE SERVER s FOREIGN DATA WRAPPER postgres_fdw; CREATE FOREIGN TABLE things (id int) SERVER s", "table_kind", "is a foreign table")]
    [InlineData("CREATE SEQUENCE things", "table_kind", "is no table")]
    [InlineData("CREATE TABLE things (id int)", "column", "the table has no column 'note', which WhenChanged names")]
    public async Task A_table_that_cannot_be_captured_is_named(string make, string code, string reason)
    {
        await using var bed = await OutboxBed.CreateAsync(server, make, [Listeners.Of("things", whenChanged: "note")], isPrepared: false, $"refused_{code}_{reason}".Replace(' ', '_').Replace("'", "", StringComparison.Ordinal));
        var finding = Assert.Single((await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => bed.PrepareAsync())).Findings, finding => finding.Code == code);
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unlogged_table_is_captured()
    {
        await using var bed = await OutboxBed.CreateAsync(server, "CREATE UNLOGGED TABLE things (id int PRIMARY KEY)", [Listeners.Of("things")]);
        await bed.ExecuteAsync("INSERT INTO things VALUES (1)");
        Assert.Single(await bed.TakeAsync());
    }

    [Theory]
    [InlineData("a_consumer_whose_name_is_longer_than_48_characters", "has at most 48 characters")]
    [InlineData("shop_0", "needs the name postgres_worker.outbox_shop_0, which something else has")]
    public async Task A_consumer_whose_names_cannot_be_had_is_refused(string consumer, string reason)
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items")], test: $"consumer_{consumer}");
        var refusal = await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => bed.PrepareAsync(definition: new OutboxDefinition(consumer, WakesUp: false)));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    // Whatever table of the schema has a row of the consumer. MATERIALIZED, for else statistics decide whether tables without such a column are asked too.
    private const string MentionsQuery =
        """
        WITH tables AS MATERIALIZED (SELECT table_name FROM information_schema.columns WHERE table_schema = 'postgres_worker' AND column_name = 'consumer')
        SELECT coalesce(string_agg(table_name, ' '), '') FROM tables
        WHERE query_to_xml(format('SELECT consumer FROM postgres_worker.%I WHERE consumer = %L', table_name, 'shop'), false, true, '')::text <> ''
        """;

    [Fact]
    public async Task Removing_takes_all_of_it_and_nothing_else()
    {
        const string Others = "SELECT string_agg(n || '', ' ' ORDER BY n) FROM (SELECT tgname FROM pg_trigger UNION SELECT proname FROM pg_proc WHERE pronamespace = 'postgres_worker'::regnamespace UNION SELECT relname FROM pg_class WHERE relnamespace = 'postgres_worker'::regnamespace) AS all_names (n)";
        await using var bed = await OutboxBed.CreateAsync(server, $"{Items}; CREATE TRIGGER mine BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()", [Listeners.Of("items")], isPrepared: false);
        await bed.PrepareAsync(definition: new OutboxDefinition("another", WakesUp: false));
        var before = await bed.Database.ScalarAsync<string>(Others);
        await bed.PrepareAsync();
        await bed.ExecuteAsync("INSERT INTO postgres_worker.instances (consumer, name, started_at, expires_at) VALUES ('shop', 'alive', now(), now() + '1 hour'); INSERT INTO postgres_worker.handled_changes (consumer, listener, commit_lsn, change_lsn, ordinal, epoch) VALUES ('shop', 'l', '0/0', '0/1', 0, 1)");
        Assert.Contains("outbox_in_use", (await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => bed.RemoveAsync())).Message, StringComparison.Ordinal);
        await bed.ExecuteAsync("UPDATE postgres_worker.instances SET expires_at = now()");
        await bed.RemoveAsync();
        await bed.RemoveAsync();
        Assert.Equal(before, await bed.Database.ScalarAsync<string>(Others));
        Assert.Equal("1 256", await bed.Database.ScalarAsync<string>("SELECT (SELECT count(*) FROM postgres_worker.captures) || ' ' || (SELECT count(*) FROM postgres_worker.lanes)"));
        await bed.ExecuteAsync("ANALYZE");
        Assert.Equal("", await bed.Database.ScalarAsync<string>(MentionsQuery));
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a')");
        Assert.Equal(1L, await bed.Database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.outbox_another"));
    }

    [Fact]
    public async Task A_role_is_told_the_GRANTs_that_it_lacks_and_works_with_these_alone()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items", where: "note <> ''")]);
        await bed.ExecuteAsync($"DROP ROLE IF EXISTS outbox_reader; CREATE ROLE outbox_reader LOGIN; REVOKE TEMPORARY ON DATABASE \"{bed.Database.Name}\" FROM PUBLIC");
        try
        {
            var reader = bed.With(role: "outbox_reader");
            for (var round = 0; round < 3 && await reader.VerifyAsync() is { Count: > 0 } findings; round++)
            {
                foreach (var finding in findings)
                {
                    Assert.Equal("store_rights", finding.Code);
                    Assert.StartsWith("Role 'outbox_reader' lacks ", finding.Message, StringComparison.Ordinal);
                    await bed.ExecuteAsync(finding.Sql!);
                }
            }

            await reader.PrepareAsync(Provision.Verify);
            await reader.PrepareAsync();
            Assert.Empty(await reader.DriftAsync());
            await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a')");
            await bed.ExecuteAsync(
                """
                BEGIN; SET LOCAL ROLE outbox_reader;
                INSERT INTO postgres_worker.instances (consumer, name, started_at, expires_at) VALUES ('shop', 'me', now(), now());
                UPDATE postgres_worker.lanes SET epoch = epoch + 1; DELETE FROM postgres_worker.instances; DELETE FROM postgres_worker.outbox_shop; TRUNCATE postgres_worker.outbox_shop_0;
                SELECT last_value FROM postgres_worker.outbox_shop_id; COMMIT
                """);
            Assert.Empty(await bed.TakeAsync());

            // Without a right on the tables it can find what is wrong, and what it would take to mend.
            await bed.ExecuteAsync("DROP TRIGGER \"!postgres_worker_shop_1_insert\" ON items");
            Assert.Contains("grant TEMPORARY on the database", Assert.Single(await reader.DriftAsync()).Message, StringComparison.Ordinal);
            await bed.ExecuteAsync($"GRANT TEMPORARY ON DATABASE \"{bed.Database.Name}\" TO outbox_reader");
            Assert.Contains("there is no trigger", Assert.Single(await reader.DriftAsync()).Message, StringComparison.Ordinal);
        }
        finally
        {
            await bed.ExecuteAsync("DROP OWNED BY outbox_reader; DROP ROLE outbox_reader");
        }
    }
}
