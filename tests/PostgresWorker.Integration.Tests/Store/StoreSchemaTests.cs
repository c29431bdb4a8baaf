using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.Store;

namespace PostgresWorker.Integration.Store;

/// <summary>The schema postgres_worker is made, by whoever comes first, and what this build does not know is left alone.</summary>
public sealed class StoreSchemaTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_that_migrate_at_once_do_so_once()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        var log = new RecordedLog();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => MigrateAsync(database, log))));
        Assert.Equal(StoreSchema.Migrations.Count, log.Count(PostgresWorkerEventIds.StoreMigrated));
        Assert.Equal(StoreSchema.Migrations.Count, await database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.migrations"));
        Assert.Empty(await InspectAsync(database));
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE SCHEMA postgres_worker; CREATE TABLE postgres_worker.handled_changes (other int)");
        await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(database, new RecordedLog()));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'postgres_worker'"));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(99, true)]
    public async Task A_newer_version_is_refused_unless_this_build_may_still_use_it(int readableFrom, bool isRefused)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null, $"newer_{readableFrom}");
        await database.MakeStoreAsync();
        await database.ExecuteAsync($"INSERT INTO postgres_worker.migrations (version, name, readable_from) VALUES (99, 'future', {readableFrom})");
        var findings = await InspectAsync(database);
        Assert.Equal(isRefused ? ["store_version"] : [], findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.Contains("Run the newer build", finding.Message, StringComparison.Ordinal));

        // Whoever migrates leaves it as it is.
        await MigrateAsync(database, new RecordedLog());
        Assert.Equal(99, await database.ScalarAsync<int>("SELECT max(version) FROM postgres_worker.migrations"));
    }

    [Fact]
    public async Task Rights_that_a_role_lacks_are_named_with_the_GRANT_that_gives_them()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await database.MakeStoreAsync();
        await database.ExecuteAsync("DROP ROLE IF EXISTS store_reader; CREATE ROLE store_reader LOGIN");
        try
        {
            Assert.Equal("""GRANT USAGE ON SCHEMA "postgres_worker" TO "store_reader" """.Trim(), (await InspectAsync(database, "store_reader"))[0].Sql);
            await database.ExecuteAsync("GRANT USAGE ON SCHEMA postgres_worker TO store_reader; GRANT SELECT ON postgres_worker.migrations, postgres_worker.checkpoints TO store_reader");
            var findings = await InspectAsync(database, "store_reader");
            Assert.Equal(
                [
                    """GRANT INSERT, UPDATE ON "postgres_worker"."checkpoints" TO "store_reader" """.Trim(),
                    """GRANT SELECT, INSERT, UPDATE ON "postgres_worker"."dead_letter_actions" TO "store_reader" """.Trim(),
                    """GRANT SELECT, INSERT, UPDATE, DELETE ON "postgres_worker"."dead_letters" TO "store_reader" """.Trim(),
                    """GRANT SELECT, INSERT, DELETE ON "postgres_worker"."handled_changes" TO "store_reader" """.Trim(),
                    """GRANT SELECT, INSERT, UPDATE, DELETE ON "postgres_worker"."parked_keys" TO "store_reader" """.Trim(),
                    """GRANT SELECT ON "postgres_worker"."shards" TO "store_reader" """.Trim(),
                    """GRANT SELECT, INSERT, UPDATE ON "postgres_worker"."snapshots" TO "store_reader" """.Trim(),
                ],
                findings.Select(finding => finding.Sql));
            foreach (var finding in findings)
            {
                await database.ExecuteAsync(finding.Sql!);
            }

            Assert.Empty(await InspectAsync(database, "store_reader"));
        }
        finally
        {
            await database.ExecuteAsync("DROP OWNED BY store_reader; DROP ROLE store_reader");
        }
    }

    [Fact]
    public async Task A_worker_without_rights_on_the_store_is_refused_with_the_GRANTs()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using (await RunningWorker.StartAsync(database))
        {
        }

        await database.ExecuteAsync("DROP ROLE IF EXISTS store_stranger; CREATE ROLE store_stranger LOGIN REPLICATION");
        try
        {
            await using var worker = await RunningWorker.BeginAsync<Shop>(database, options =>
            {
                options.Provision = Provision.Verify;
                options.ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "store_stranger" }.ConnectionString;
            });
            await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Assert.Contains("""Run: GRANT USAGE ON SCHEMA "postgres_worker" TO "store_stranger";""", worker.Log.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            await database.ExecuteAsync("DROP OWNED BY store_stranger; DROP ROLE store_stranger");
        }
    }

    private static async Task MigrateAsync(TestDatabase database, RecordedLog log)
    {
        await using var store = Store(database);
        await new StoreSchema(store, log).MigrateAsync(Token);
    }

    private static async Task<IReadOnlyList<Finding>> InspectAsync(TestDatabase database, string? role = null)
    {
        await using var store = Store(database, role);
        return await new StoreSchema(store, new RecordedLog()).InspectAsync(Token);
    }

    private static WorkerStore Store(TestDatabase database, string? role = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false };
        connection.Username = role ?? connection.Username;
        return new WorkerStore("shop", new SourceOptions { ConnectionString = connection.ConnectionString });
    }
}
