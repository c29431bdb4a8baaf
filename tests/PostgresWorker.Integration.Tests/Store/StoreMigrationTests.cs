using PostgresWorker.Integration.DeadLetters.Parking;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.Store;

namespace PostgresWorker.Integration.Store;

/// <summary>What an older build has stored is there after the migration, as it was, and this build goes on with it.</summary>
public sealed class StoreMigrationTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Every version that has been, but for the newest.</summary>
    public static TheoryData<int> Versions => [.. Enumerable.Range(1, StoreSchema.Migrations.Count - 1)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Nothing_of_an_older_version_is_lost_or_changed(int version)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null, $"older_{version}");
        await OlderStore.MakeAsync(database, version, new Lsn(0x500));
        var columns = await ColumnsAsync(database);
        var before = await RowsAsync(database, columns);
        Assert.True(before.Values.All(rows => rows.Length > 0), "A table of that version has no row.");

        var log = new RecordedLog();
        await using (var store = new WorkerStore("parking", new SourceOptions { ConnectionString = $"{database.ConnectionString};Pooling=false" }))
        {
            await new StoreSchema(store, log).MigrateAsync(Token);
            Assert.Empty(await new StoreSchema(store, log).InspectAsync(Token));
        }

        Assert.Equal(StoreSchema.Migrations.Count - version, log.Count(PostgresWorkerEventIds.StoreMigrated));
        Assert.Equal(Enumerable.Range(1, StoreSchema.Migrations.Count), await database.ScalarAsync<int[]>("SELECT array_agg(version ORDER BY version) FROM postgres_worker.migrations"));
        var after = await RowsAsync(database, columns);
        foreach (var (table, rows) in before)
        {
            // Each migration adds a line that says so, and nothing else.
            Assert.Equal(rows, after[table].Where(row => table != "migrations" || rows.Contains(row)));
        }

        Assert.Empty((await NewRowsAsync(database)).Except(before.Keys));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_worker_goes_on_with_what_an_older_build_left(int version)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, $"goes_on_{version}");
        await database.ExecuteAsync($"CREATE PUBLICATION \"{database.Publication}\" FOR TABLE parcels");
        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");

        // The older build had handled two, written its checkpoint, and the server did not hear of it.
        await database.ExecuteAsync("INSERT INTO parcels VALUES (21)");
        await database.ExecuteAsync("INSERT INTO parcels VALUES (22)");
        await OlderStore.MakeAsync(database, version, await database.CurrentLsnAsync());
        await database.ExecuteAsync("INSERT INTO parcels VALUES (23)");
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 3)");

        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot);
        await Eventually.IsTrueAsync(() => Live(depot.Handled("beside")).Length == 2 && depot.Handled("parcels").Contains("23/1"), () => worker.Log.ToString());
        Assert.Equal(["1/3", "23/1"], Live(depot.Attempts("beside")));
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.CheckpointResumed), worker.Log.ToString());
        Assert.Contains("skipped 2 transactions and messages (2 changes)", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.True(await database.ScalarAsync<long>($"SELECT epoch FROM postgres_worker.checkpoints WHERE consumer = '{database.Slot}'") > 1764000000123);

        if (version >= 2)
        {
            // What was asked for comes by itself, what was not when it is.
            await Eventually.IsTrueAsync(() => depot.Handled("beside").Contains("12/2"), () => worker.Log.ToString());
            var letter = Assert.Single(await worker.DeadLetters.ListAsync("parking", new DeadLetterFilter { Listener = "beside", State = DeadLetterState.Stored }, cancellationToken: Token));
            Assert.Equal(("stored", 3, "poison"), (letter.ChangeId, letter.Attempts, letter.ExceptionMessage));
            Assert.Equal(1, await worker.DeadLetters.ReplayAsync("parking", [letter.Id], "bob", Token));
            await Eventually.IsTrueAsync(() => depot.Handled("beside").Contains("11/1"), () => worker.Log.ToString());
            await Eventually.IsTrueAsync(
                async () => (await worker.DeadLetters.ListActionsAsync("parking", cancellationToken: Token)).Select(action => $"{action.Actor} {action.Result}").SequenceEqual(["ann handled", "bob discarded", "bob handled"]),
                () => worker.Log.ToString());
        }

        if (version >= 3)
        {
            // A live change of the key waits behind what the older build has parked.
            await worker.HasParkedAsync(database, keys: 1, changes: 3);
            Assert.Equal(["23/1"], depot.Attempts("parcels"));
            Assert.Equal(1, await worker.DeadLetters.ReleaseAsync("parking", "parcels", "1", "ann", Token));
            await worker.HasParkedAsync(database, keys: 0, changes: 0);
            Assert.Equal(["1/1", "1/2", "1/3"], depot.Handled("parcels", 1));
        }
    }

    /// <summary>What is no dead letter of the older build.</summary>
    private static string[] Live(IEnumerable<string> parcels) => [.. parcels.Where(parcel => parcel is not ("11/1" or "12/2")).Order(StringComparer.Ordinal)];

    /// <summary>Each table with its columns, as they are now.</summary>
    private static async Task<Dictionary<string, string>> ColumnsAsync(TestDatabase database) => (await database.ScalarAsync<string[]>(
        """
        SELECT array_agg(t.line) FROM (
            SELECT c.relname || '=' || string_agg(format('t.%I', a.attname), ', ' ORDER BY a.attnum) AS line
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = 'postgres_worker'::regnamespace AND c.relkind = 'r' GROUP BY c.relname) AS t
        """)).Select(line => line.Split('=')).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    /// <summary>The rows of tables, as text: of the columns that are given, in every detail.</summary>
    private static async Task<Dictionary<string, string[]>> RowsAsync(TestDatabase database, Dictionary<string, string> columns)
    {
        Dictionary<string, string[]> rows = new(StringComparer.Ordinal);
        foreach (var (table, names) in columns)
        {
            rows[table] = await database.ScalarAsync<string[]>($"SELECT coalesce(array_agg(r.line ORDER BY r.line), '{{}}') FROM (SELECT ROW({names})::text AS line FROM postgres_worker.\"{table}\" t) AS r");
        }

        return rows;
    }

    /// <summary>The tables that have rows.</summary>
    private static async Task<IEnumerable<string>> NewRowsAsync(TestDatabase database) =>
        (await RowsAsync(database, await ColumnsAsync(database))).Where(table => table.Value.Length > 0).Select(table => table.Key);
}
