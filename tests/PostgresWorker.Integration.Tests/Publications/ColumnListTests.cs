using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Publications;

/// <summary>PublishColumns = Needed: what no listener needs is not sent, and what one needs is never mistaken for NULL.</summary>
public sealed class ColumnListTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_key_and_what_listeners_name_is_listed_and_widened_beside_one_that_reads()
    {
        await using var database = await CreateAsync();
        await using var narrow = await BeginAsync<Narrow>(database);
        Assert.Equal("id", await ListAsync(database));
        await database.ExecuteAsync("INSERT INTO items (id, name, note) VALUES (1, 'a', 'b')");
        await narrow.HasHandledAsync(1);

        await using var wide = await RunningWorker.BeginAsync<Wide>(database, Needed);
        await Eventually.IsTrueAsync(() => wide.Log.Contains(PostgresWorkerEventIds.Standby), () => $"it stands by; its log is:\n{wide.Log}");
        Assert.Equal("id,order_id,name", await ListAsync(database));
        await database.ExecuteAsync("INSERT INTO items (id, name, note) VALUES (2, 'c', 'd')");
        await narrow.HasHandledAsync(2);
        await Eventually.IsTrueAsync(() => narrow.Log.Contains(PostgresWorkerEventIds.PublicationColumnsChanged), () => $"the other list is seen; the log is:\n{narrow.Log}");
        await database.WhenEverythingIsConfirmedAsync();
        Assert.False(narrow.Log.Contains(PostgresWorkerEventIds.PublicationGap), narrow.Log.ToString());
        await narrow.StopAsync();

        await wide.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO items (id, name, note) VALUES (3, 'e', 'f')");
        await wide.HasHandledAsync(1);
        Assert.Equal(new Item(3, 1, "e"), Assert.Single(wide.Inbox.Of<Inserted<Item>>()).New);

        // Somebody takes columns away: they are listed again.
        await database.ExecuteAsync($"ALTER PUBLICATION {database.Publication} SET TABLE items (id)");
        await Eventually.IsTrueAsync(async () => await ListAsync(database) == "id,order_id,name", () => $"the list is mended; the log is:\n{wide.Log}");
        await wide.StopAsync();

        await using var back = await BeginAsync<Narrow>(database);
        Assert.Equal("id,order_id,name", await ListAsync(database));
    }

    [Fact]
    public async Task A_value_that_was_not_listed_when_it_was_written_is_not_NULL()
    {
        await using var database = await CreateAsync();
        await using (var narrow = await BeginAsync<Narrow>(database))
        {
        }

        await database.ExecuteAsync("INSERT INTO items (id, note) VALUES (1, 'not sent')");
        await using (var noted = await RunningWorker.BeginAsync<Noted>(database, Needed))
        {
            await noted.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
            Assert.Contains("'note', which property Note declares", noted.Log.ToString(), StringComparison.Ordinal);
            Assert.Empty(noted.Inbox.Attempts);
        }

        // The list is wide now, and what is written from here on has it.
        await database.ExecuteAsync("INSERT INTO items (id, note) VALUES (2, 'sent')");
        await using var later = await BeginAsync<Noted>(database, options => options.OnUnfitRow = OnUnfitRow.DeadLetter);
        await later.HasHandledAsync(1);
        Assert.Equal(new ItemNote(2, "sent"), Assert.Single(later.Inbox.Of<Inserted<ItemNote>>()).New);
    }

    [Fact]
    public async Task With_updates_the_replica_identity_is_listed_too_and_writers_are_not_refused()
    {
        await using var database = await CreateAsync("; CREATE TABLE counters (id bigint PRIMARY KEY, value int NOT NULL, other text, code text NOT NULL UNIQUE); ALTER TABLE counters REPLICA IDENTITY USING INDEX counters_code_key");
        await using var worker = await BeginAsync<Counters>(database);
        Assert.Equal("id,value,code", await ListAsync(database));
        await database.ExecuteAsync("INSERT INTO counters VALUES (1, 1, 'x', 'a'); UPDATE counters SET other = 'y', code = 'b', value = 2");
        await worker.HasHandledAsync(1);
        Assert.Equal(new Counter(1, 2), Assert.Single(worker.Inbox.Of<Updated<Counter>>()).New);
    }

    [Fact]
    public async Task FULL_and_what_needs_it_are_refused()
    {
        await using var database = await CreateAsync();
        Assert.Contains("[columns_identity] Listener SettingsListeners.OnWatched takes updates of public.items where 'name' differs", await RefusalAsync<Watched>(database), StringComparison.Ordinal);
        Assert.Equal("d", await database.ScalarAsync<string>("SELECT relreplident::text FROM pg_class WHERE relname = 'items'"));
        await database.ExecuteAsync("ALTER TABLE items REPLICA IDENTITY FULL");
        Assert.Contains("[columns_identity] PublishColumns is Needed, but public.items has REPLICA IDENTITY FULL", await RefusalAsync<WatchedKey>(database), StringComparison.Ordinal);
        await using var inserts = await BeginAsync<Narrow>(database);
        Assert.Equal("id", await ListAsync(database));
    }

    private static void Needed(SourceOptions options) => options.PublishColumns = PublishColumns.Needed;

    private static Task<string> ListAsync(TestDatabase database) => database.ScalarAsync<string>($"SELECT array_to_string(attnames, ',') FROM pg_publication_tables WHERE pubname = '{database.Publication}'");

    private static async Task<RunningWorker> BeginAsync<TSource>(TestDatabase database, Action<SourceOptions>? configure = null)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(database, options =>
        {
            Needed(options);
            configure?.Invoke(options);
        });
        await worker.IsStreamingAsync();
        return worker;
    }

    private static async Task<string> RefusalAsync<TSource>(TestDatabase database)
        where TSource : ISourceNamed
    {
        await using var worker = await RunningWorker.BeginAsync<TSource>(database, Needed);
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        return worker.Log.ToString();
    }

    private async Task<TestDatabase> CreateAsync(string more = "", [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var database = await TestDatabase.CreateAsync(server.Server, Item.Table + more, test);
        if (await database.ScalarAsync<bool>("SELECT current_setting('server_version_num')::int < 150000"))
        {
            await database.DisposeAsync();
            Assert.Skip("Column lists need PostgreSQL 15.");
        }

        return database;
    }
}
