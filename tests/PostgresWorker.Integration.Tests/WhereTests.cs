using System.Globalization;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Row filters: made, kept, changed and refused, and no writer is ever broken by one. Postgres 15 and later.</summary>
public sealed class WhereTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Only_rows_that_meet_the_condition_are_sent_and_writers_go_on(Capture capture)
    {
        await using var database = await CreateAsync(capture: capture);
        await using var worker = await StartAsync<Filtered>(database);
        if (capture == Capture.Wal)
        {
            Assert.Equal("f", await database.ScalarAsync<string>("SELECT relreplident::text FROM pg_class WHERE relname = 'items'"));
            Assert.Equal("((order_id <> 7) AND (name <> 'draft'::text))", await FilterAsync(database));
        }

        await database.ExecuteAsync("INSERT INTO items (id, order_id, name) VALUES (1, 1, 'a'), (2, 7, 'b'), (3, 1, 'draft')");
        await database.ExecuteAsync("UPDATE items SET note = 'x'");
        await database.ExecuteAsync("UPDATE items SET name = 'c' WHERE id = 3");
        await database.ExecuteAsync("UPDATE items SET order_id = 7 WHERE id = 1");
        await database.ExecuteAsync("DELETE FROM items");
        await worker.HasHandledAsync(5);
        await database.WhenEverythingIsConfirmedAsync();

        // Into the filter is an insert, and out of it a delete.
        Assert.Equal(
            ["INSERT 1", "UPDATE 1", "DELETE 1", "INSERT 3", "DELETE 3"],
            worker.Inbox.Of<Change<ItemKey>>().OrderBy(change => change.Row.Id).Select(change => $"{change.Action} {change.Row.Id}"));
    }

    [Fact]
    public async Task A_filter_that_is_there_is_recognised_however_the_server_writes_it()
    {
        await using var database = await CreateAsync();
        await using (await StartAsync<Filtered>(database))
        {
        }

        await using (var again = await StartAsync<Filtered>(database))
        {
            Assert.Equal(0, again.Log.Count(PostgresWorkerEventIds.Provisioned));
        }

        await using var verified = await StartAsync<Filtered>(database, options => options.Provision = Provision.Verify);
        Assert.Equal(0, verified.Log.Count(PostgresWorkerEventIds.Provisioned));
    }

    [Fact]
    public async Task A_changed_filter_replaces_the_one_before_and_leaves_other_tables_alone()
    {
        await using var database = await CreateAsync();
        await using (await StartAsync<Filtered>(database))
        {
        }

        await database.ExecuteAsync($"CREATE TABLE others (id int PRIMARY KEY); ALTER PUBLICATION \"{database.Publication}\" ADD TABLE others WHERE (id > 5)");
        await using (var changed = await StartAsync<FilteredOtherwise>(database))
        {
            Assert.Equal("(order_id > 100)", await FilterAsync(database));
            Assert.Equal("(id > 5)", await FilterAsync(database, "others"));
            await database.ExecuteAsync("INSERT INTO items (id, order_id) VALUES (1, 1), (2, 101); DELETE FROM items");
            await changed.HasHandledAsync(2);
            Assert.All(changed.Inbox.Of<Change<ItemKey>>(), change => Assert.Equal(2, change.Row.Id));
        }

        await using var none = await StartAsync<FilteredNoMore>(database);
        Assert.Equal("none", await FilterAsync(database));
        Assert.Equal("(id > 5)", await FilterAsync(database, "others"));
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (3)");
        await none.HasHandledAsync(1);
    }

    [Fact]
    public async Task Verify_says_what_differs_and_its_SQL_mends_it()
    {
        await using var database = await CreateAsync();
        await using (await StartAsync<Filtered>(database))
        {
        }

        var log = await RefusalAsync<FilteredOtherwise>(database, options => options.Provision = Provision.Verify);
        Assert.Contains("[publication_filter] Publication", log, StringComparison.Ordinal);
        Assert.Contains("sends rows where ((order_id <> 7) AND (name <> 'draft'::text)) of public.items, but listeners say Where = \"order_id > 100\".", log, StringComparison.Ordinal);
        await database.ExecuteAsync(log[(log.IndexOf("Run: BEGIN", StringComparison.Ordinal) + "Run: ".Length)..(log.IndexOf("COMMIT;", StringComparison.Ordinal) + "COMMIT;".Length)]);
        await using var mended = await StartAsync<FilteredOtherwise>(database, options => options.Provision = Provision.Verify);
    }

    [Fact]
    public async Task Verify_names_a_column_that_would_break_the_writers()
    {
        await using var database = await CreateAsync();
        var log = await RefusalAsync<Filtered>(database, options => options.Provision = Provision.Verify);
        Assert.Contains(
            "[replica_identity] Listener SettingsListeners.OnFiltered filters public.items by 'order_id' (Where), which is not in its replica identity; publishing updates and deletes with that filter would make those statements fail for everybody.",
            log,
            StringComparison.Ordinal);
        Assert.True(log.IndexOf("REPLICA IDENTITY FULL", StringComparison.Ordinal) < log.IndexOf("CREATE PUBLICATION", StringComparison.Ordinal), log);
    }

    [Fact]
    public async Task A_role_without_rights_on_the_table_has_its_filter_compared_all_the_same()
    {
        await using var database = await CreateAsync();
        await using (await StartAsync<Filtered>(database))
        {
        }

        var role = $"r_{database.Name}";
        await database.ExecuteAsync($"DROP ROLE IF EXISTS {role}; CREATE ROLE {role} LOGIN REPLICATION; GRANT CONNECT ON DATABASE {database.Name} TO {role}");
        try
        {
            await using (var worker = await StartAsync<Filtered>(database, AsRole))
            {
                Assert.Equal(0, worker.Log.Count(PostgresWorkerEventIds.Provisioned));
            }

            await database.ExecuteAsync($"REVOKE TEMPORARY ON DATABASE {database.Name} FROM PUBLIC");
            var refusal = await RefusalAsync<Filtered>(database, AsRole);
            Assert.Contains("They may mean the same, which only the server can tell: grant TEMPORARY on the database to the role, or write Where as the server does.", refusal, StringComparison.Ordinal);
        }
        finally
        {
            await database.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }

        void AsRole(SourceOptions options)
        {
            options.Provision = Provision.Verify;
            options.Checkpoint = Checkpoint.SlotOnly;
            options.OnExhausted = OnExhausted.Halt;
            options.ConnectionString = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = role }.ConnectionString;
        }
    }

    [Fact]
    public async Task What_is_no_condition_or_none_for_a_filter_is_refused_with_the_servers_words()
    {
        await using var database = await CreateAsync();
        Assert.Contains(
            "[filter] Listener SettingsListeners.OnFiltered says Where = \"no_column > 1\", which is no condition over the columns of public.items: column \"no_column\" does not exist.",
            await RefusalAsync<FilteredWrongly>(database),
            StringComparison.Ordinal);
        Assert.Contains("The server refuses to mend it: invalid publication WHERE expression.", await RefusalAsync<FilteredByClock>(database), StringComparison.Ordinal);
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1); UPDATE items SET order_id = 2; DELETE FROM items");
    }

    [Fact]
    public async Task A_filter_in_a_publication_that_is_not_ours_is_left_to_its_owner()
    {
        await using var database = await CreateAsync();
        await database.ExecuteAsync("ALTER TABLE items REPLICA IDENTITY FULL; CREATE PUBLICATION theirs FOR TABLE items WHERE (order_id > 100)");
        await using (await StartAsync<FilteredNoMore>(database, options => options.Publication = "theirs"))
        {
        }

        var log = await RefusalAsync<Filtered>(database, options => options.Publication = "theirs");
        Assert.Contains("[publication_filter] Publication 'theirs' sends rows where (order_id > 100)", log, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Partitions_are_filtered_by_their_root(Capture capture)
    {
        await using var database = await CreateAsync(schema: "CREATE TABLE items (id bigint PRIMARY KEY, order_id bigint NOT NULL, name text NOT NULL) PARTITION BY RANGE (id); CREATE TABLE low PARTITION OF items FOR VALUES FROM (0) TO (10)", capture: capture);
        await using var worker = await StartAsync<Filtered>(database);
        await database.ExecuteAsync("INSERT INTO items VALUES (1, 1, ''), (2, 7, ''); UPDATE items SET name = 'a'; DELETE FROM items");
        await worker.HasHandledAsync(3);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.All(worker.Inbox.Of<Change<ItemKey>>(), change => Assert.Equal(1, change.Row.Id));
    }

    private async Task<TestDatabase> CreateAsync([System.Runtime.CompilerServices.CallerMemberName] string test = "", string schema = Item.Table, Capture capture = Capture.Wal)
    {
        var database = await TestDatabase.CreateAsync(server.Server, schema, test, capture: capture);
        var version = await database.ScalarAsync<string>("SHOW server_version_num");
        if (int.Parse(version, CultureInfo.InvariantCulture) < 150000)
        {
            await database.DisposeAsync();
            Assert.Skip("Row filters need PostgreSQL 15.");
        }

        return database;
    }

    private static Task<string> FilterAsync(TestDatabase database, string table = "items") =>
        database.ScalarAsync<string>($"SELECT coalesce(rowfilter, 'none') FROM pg_publication_tables WHERE pubname = '{database.Publication}' AND tablename = '{table}'");

    private static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database, Action<SourceOptions>? configure = null)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(database, configure);
        await worker.IsStreamingAsync();
        return worker;
    }

    private static async Task<string> RefusalAsync<TSource>(TestDatabase database, Action<SourceOptions>? configure = null)
        where TSource : ISourceNamed
    {
        await using var worker = await RunningWorker.BeginAsync<TSource>(database, configure);
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return worker.Log.ToString();
    }
}
