using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Updates that change nothing of what a listener watches do not reach it.</summary>
public sealed class WhenChangedTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Only_updates_of_a_watched_column_and_all_inserts_and_deletes_are_delivered(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        await using var worker = await StartAsync<Watched>(database);
        Assert.Equal(capture == Capture.Wal ? "f" : "d", await database.ScalarAsync<string>("SELECT relreplident::text FROM pg_class WHERE relname = 'items'"));
        await database.ExecuteAsync("INSERT INTO items (id, name) VALUES (1, 'a')");
        await database.ExecuteAsync("UPDATE items SET note = 'not watched'");
        await database.ExecuteAsync("UPDATE items SET name = 'a', order_id = 1");
        await database.ExecuteAsync("UPDATE items SET name = 'b'");
        await database.ExecuteAsync("UPDATE items SET order_id = 2, note = NULL");
        await database.ExecuteAsync("UPDATE items SET name = (SELECT string_agg(md5(g::text), '') FROM generate_series(1, 3000) g)");
        await database.ExecuteAsync("UPDATE items SET note = 'the large value is not sent again'");
        await database.ExecuteAsync("UPDATE items SET id = 2");
        await database.ExecuteAsync("DELETE FROM items");
        await worker.HasHandledAsync(5);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(["INSERT", "UPDATE", "UPDATE", "UPDATE", "DELETE"], worker.Inbox.Handled.Select(change => change.Action));
        Assert.Equal(["b", "b", "c4ca4"], worker.Inbox.Of<Updated<Item>>().Select(updated => updated.New.Name[..Math.Min(5, updated.New.Name.Length)]));
    }

    [Fact]
    public async Task Verify_refuses_a_table_whose_updates_do_not_carry_the_column()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table);
        await using var worker = await RunningWorker.BeginAsync<Watched>(database, options => options.Provision = Provision.Verify);
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Contains(
            "[replica_identity] Listener SettingsListeners.OnWatched takes updates of public.items where 'name' differs (WhenChanged), but updates do not carry its old value. Leave it out, or widen the replica identity. Run: ALTER TABLE \"public\".\"items\" REPLICA IDENTITY FULL;",
            worker.Log.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Columns_of_the_key_need_no_more_than_the_key(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        await using var worker = await StartAsync<WatchedKey>(database);
        Assert.Equal("d", await database.ScalarAsync<string>("SELECT relreplident::text FROM pg_class WHERE relname = 'items'"));
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1); UPDATE items SET name = 'a'");
        await database.ExecuteAsync("UPDATE items SET id = 2");
        await worker.HasHandledAsync(1);
        await database.WhenEverythingIsConfirmedAsync();
        var moved = Assert.Single(worker.Inbox.Of<Updated<ItemKey>>());
        Assert.Equal((new ItemKey(1), new ItemKey(2)), (moved.Old, moved.New));
    }

    private static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(database);
        await worker.IsStreamingAsync();
        return worker;
    }
}
