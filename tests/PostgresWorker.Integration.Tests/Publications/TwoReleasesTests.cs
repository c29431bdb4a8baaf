using System.Diagnostics;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Publications;

/// <summary>Two releases with other listeners side by side, as in a rolling update: neither takes from the publication what the other needs.</summary>
public sealed class TwoReleasesTests(PostgresServer server)
{
    private const string Tables = "CREATE TABLE a (id bigint PRIMARY KEY); CREATE TABLE b (id bigint PRIMARY KEY); CREATE TABLE c (id bigint PRIMARY KEY)";

    // Longer than a standby waits between two looks, some times over.
    private static readonly TimeSpan SomeLooks = TimeSpan.FromSeconds(3.5);

    [Fact]
    public async Task The_one_that_stands_by_adds_its_tables_and_nothing_flaps_and_it_takes_over_and_back()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Tables);
        await using var old = await BeginAsync<Release1>(database);
        await using var next = await StandByAsync<Release2>(database);
        Assert.True(await TablesAsync(database) == "a,b,c", next.Log.ToString());
        await NothingChangesAsync(database);
        await database.ExecuteAsync("INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); INSERT INTO c VALUES (1)");
        await old.HasHandledAsync(2);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(["a", "b"], Heard(old));
        Assert.False(old.Log.Contains(PostgresWorkerEventIds.PublicationGap), old.Log.ToString());

        await old.StopAsync();
        await next.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO a VALUES (2); INSERT INTO b VALUES (2); INSERT INTO c VALUES (2)");
        await next.HasHandledAsync(2);
        Assert.Equal(["b", "c"], Heard(next));
        Assert.Equal("a,b,c", await TablesAsync(database));

        // The update is taken back.
        await using var again = await StandByAsync<Release1>(database);
        await next.StopAsync();
        await again.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO a VALUES (3); INSERT INTO b VALUES (3)");
        await again.HasHandledAsync(2);
        Assert.Equal(["a", "b"], Heard(again));
    }

    [Fact]
    public async Task The_row_filter_is_that_of_the_one_that_reads()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table);
        Assert.SkipUnless(await database.ScalarAsync<bool>("SELECT current_setting('server_version_num')::int >= 150000"), "Row filters need PostgreSQL 15.");
        await using var old = await BeginAsync<Filtered>(database);
        var filter = await FilterAsync(database);
        await using var next = await StandByAsync<FilteredOtherwise>(database);
        await NothingChangesAsync(database);
        Assert.Equal(filter, await FilterAsync(database));
        await database.ExecuteAsync("INSERT INTO items (id, order_id) VALUES (1, 7), (2, 8)");
        await old.HasHandledAsync(1);

        await old.StopAsync();
        await next.IsStreamingAsync();
        Assert.NotEqual(filter, await FilterAsync(database));
        await database.ExecuteAsync("INSERT INTO items (id, order_id) VALUES (3, 8), (4, 101)");
        await next.HasHandledAsync(1);
        Assert.Equal([2L], old.Inbox.Of<Inserted<ItemKey>>().Select(inserted => inserted.New.Id));
        Assert.Equal([4L], next.Inbox.Of<Inserted<ItemKey>>().Select(inserted => inserted.New.Id));
    }

    [Fact]
    public async Task What_is_not_ours_is_not_touched()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Tables + "; " + TestDatabase.OrdersTable);
        await database.ExecuteAsync($"CREATE TABLE other (id bigint PRIMARY KEY, more text); CREATE PUBLICATION theirs FOR TABLE orders, other; CREATE PUBLICATION postgres_worker_another FOR TABLE other WITH (publish = 'insert')");
        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}_theirs', 'pgoutput')");
        var before = await OthersAsync(database);
        await using (await RunningWorker.StartAsync(database))
        {
        }

        await using (await BeginAsync<Release1>(database))
        {
        }

        await using (await BeginAsync<Release2>(database))
        {
            Assert.Equal(before, await OthersAsync(database));
        }
    }

    private static async Task<RunningWorker> BeginAsync<TSource>(TestDatabase database)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(database);
        await worker.IsStreamingAsync();
        return worker;
    }

    private static async Task<RunningWorker> StandByAsync<TSource>(TestDatabase database)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(database);
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.Standby), () => $"it stands by; its log is:\n{worker.Log}");
        return worker;
    }

    private static async Task NothingChangesAsync(TestDatabase database)
    {
        var print = await PrintAsync(database);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < SomeLooks;)
        {
            Assert.Equal(print, await PrintAsync(database));
        }
    }

    private static IEnumerable<string> Heard(RunningWorker worker) => worker.Inbox.Handled.Select(change => change.Context.Table.Name).Order(StringComparer.Ordinal);

    private static Task<string> TablesAsync(TestDatabase database) => database.ScalarAsync<string>($"SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_publication_tables WHERE pubname = '{database.Publication}'");

    private static Task<string> FilterAsync(TestDatabase database) => database.ScalarAsync<string>($"SELECT rowfilter FROM pg_publication_tables WHERE pubname = '{database.Publication}'");

    private static Task<string> PrintAsync(TestDatabase database) => database.ScalarAsync<string>(
        "SELECT string_agg(print, ',' ORDER BY print) FROM (SELECT concat('p', oid, ':', xmin) AS print FROM pg_publication UNION ALL SELECT concat('r', oid, ':', xmin) FROM pg_publication_rel) AS all_of_it");

    /// <summary>All of the catalog that provisioning writes to, but for what is the worker's by its name or its listeners'.</summary>
    private static Task<string> OthersAsync(TestDatabase database) => database.ScalarAsync<string>(
        $"""
        SELECT string_agg(print, ',' ORDER BY print) FROM (
            SELECT concat('p', p.*, p.xmin) AS print FROM pg_publication p WHERE pubname <> '{database.Publication}'
            UNION ALL SELECT concat('r', r.oid, r.xmin) FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid WHERE pubname <> '{database.Publication}'
            UNION ALL SELECT concat('s', slot_name, restart_lsn, confirmed_flush_lsn) FROM pg_replication_slots WHERE slot_name = '{database.Slot}_theirs'
            UNION ALL SELECT concat('c', relname, relreplident) FROM pg_class WHERE relname IN ('a', 'b', 'c', 'other')
            UNION ALL SELECT concat('t', tgname) FROM pg_trigger WHERE NOT tgisinternal) AS all_of_it
        """);
}
