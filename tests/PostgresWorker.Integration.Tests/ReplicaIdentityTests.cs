using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>What updates and deletes carry depends on the table's replica identity.</summary>
public sealed class ReplicaIdentityTests(PostgresServer server)
{
    [Fact]
    public async Task With_another_index_than_the_primary_key_a_row_stays_in_one_lane()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE accounts (id bigint PRIMARY KEY, email text NOT NULL UNIQUE); ALTER TABLE accounts REPLICA IDENTITY USING INDEX accounts_email_key");
        var inbox = new Inbox { Handler = (change, ct) => Task.Delay(change is Inserted<AccountEmail> ? 20 : 0, ct) };
        await using var worker = await RunningWorker.BeginAsync<Accounts>(database, inbox: inbox);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO accounts SELECT g, 'a' || g FROM generate_series(1, 32) g");
        await database.ExecuteAsync("DELETE FROM accounts");
        await worker.HasHandledAsync(64);
        Assert.All(
            inbox.Of<Change<AccountEmail>>().GroupBy(change => change.Row.Email),
            key => Assert.Collection(key, inserted => Assert.IsType<Inserted<AccountEmail>>(inserted), deleted => Assert.IsType<Deleted<AccountEmail>>(deleted)));
    }

    [Fact]
    public async Task A_deferrable_primary_key_is_none_and_is_made_FULL_before_writers_would_fail()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE accounts (id bigint PRIMARY KEY DEFERRABLE, email text NOT NULL)");
        await using var worker = await RunningWorker.BeginAsync<Accounts>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO accounts VALUES (1, 'a'); UPDATE accounts SET email = 'b'; DELETE FROM accounts");
        await worker.HasHandledAsync(3);
    }

    [Fact]
    public async Task Partitions_are_looked_at_one_by_one_and_their_changes_name_the_root()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE accounts (id bigint, email text NOT NULL) PARTITION BY RANGE (id); CREATE TABLE low PARTITION OF accounts FOR VALUES FROM (0) TO (10); CREATE TABLE high PARTITION OF accounts FOR VALUES FROM (10) TO (20)");
        await using var worker = await RunningWorker.BeginAsync<Accounts>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO accounts VALUES (1, 'low'), (11, 'high'); UPDATE accounts SET email = 'new'; DELETE FROM accounts");
        await worker.HasHandledAsync(6);
        Assert.All(worker.Inbox.Handled, change => Assert.Equal(new TableName("public", "accounts"), change.Context.Table));
        Assert.Equal(2, worker.Inbox.Of<Deleted<AccountEmail>>().Count);
    }

    [Fact]
    public async Task A_large_value_that_an_update_leaves_unchanged_is_taken_from_the_old_row()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id, note) SELECT 1, string_agg(md5(g::text), '') FROM generate_series(1, 3000) g");
        await database.ExecuteAsync("UPDATE orders SET customer_id = 2");
        await worker.HasHandledAsync(2);
        var updated = Assert.IsType<Updated<Order>>(worker.Inbox.Handled[1]);
        Assert.Equal(96_000, updated.New.Note!.Length);
        Assert.Equal(updated.Old!.Note, updated.New.Note);
    }

    [Fact]
    public async Task Without_FULL_an_update_of_narrow_columns_has_no_old_row()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE events (id bigint PRIMARY KEY); CREATE TABLE counters (id bigint PRIMARY KEY, value int NOT NULL)");
        await using var worker = await RunningWorker.BeginAsync<Counters>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO counters VALUES (1, 1); UPDATE counters SET value = 2; UPDATE counters SET id = 2");
        await worker.HasHandledAsync(2);
        Assert.Equal("d", await database.ScalarAsync<string>("SELECT relreplident::text FROM pg_class WHERE relname = 'counters'"));
        Assert.All(worker.Inbox.Of<Updated<Counter>>(), updated => Assert.Null(updated.Old));
        Assert.Equal([new Counter(1, 2), new Counter(2, 2)], worker.Inbox.Of<Updated<Counter>>().Select(updated => updated.New));
    }
}
