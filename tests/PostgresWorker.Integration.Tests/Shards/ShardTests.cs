using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Shards;

/// <summary>A source that is divided into shards, which the instances that are there share.</summary>
[Collection("shards")]
public sealed class ShardTests(PostgresServer server)
{
    private const int Keys = 40;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instances_that_come_and_go_share_the_shards_and_every_change_comes_once_and_in_order()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server);
        var journal = new Journal();
        await using var first = await ShardedWorkers.StartAsync(database, 4, journal.Of("first"));
        await first.ReadsAsync(4);
        Assert.Equal($"{database.Slot}_1of4 {database.Slot}_2of4 {database.Slot}_3of4 {database.Slot}_4of4", string.Join(' ', await database.SlotsAsync()));
        await database.ExecuteAsync($"INSERT INTO orders (id) SELECT g FROM generate_series(1, {Keys}) g");
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = WriteAsync(database, enough.Token);

        await using var second = await ShardedWorkers.StartAsync(database, 4, journal.Of("second"));
        await second.ReadsAsync(2);
        await first.ReadsAsync(2);
        await using (var third = await ShardedWorkers.StartAsync(database, 4, journal.Of("third")))
        {
            await third.ReadsAsync(1);
            await Eventually.IsTrueAsync(() => journal.Lines.Any(line => line.Worker == "third"), "the third handles changes");
        }

        await first.StopAsync();
        await second.ReadsAsync(4);
        await enough.CancelAsync();
        var rounds = await writing;
        await Eventually.IsTrueAsync(() => journal.Count >= Keys * (rounds + 1), () => $"all is handled, and not {journal.Count}; the log is:\n{second.Log}");
        journal.AssertOnceAndInOrder(Enumerable.Range(1, Keys).ToDictionary(key => (long)key, _ => (long)rounds + 1), first, second);
        Assert.True(journal.Lines.Select(line => line.Worker).Distinct().Count() == 3, "All three have handled changes.");
    }

    [Fact]
    public async Task A_wait_for_a_position_waits_for_the_shards_of_others_too()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server);
        await using var first = await ShardedWorkers.StartAsync(database, 2);
        await first.ReadsAsync(2);
        await using var second = await ShardedWorkers.StartAsync(database, 2);
        await second.ReadsAsync(1);
        await first.ReadsAsync(1);
        await second.Control.PauseAsync(Shop.Name, Token);
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(1, 20) g");
        var position = await database.CurrentLsnAsync();
        var waiting = first.Control.WhenHandledAsync(Shop.Name, position, Token);
        await Eventually.IsTrueAsync(() => first.Inbox.Handled.Count > 0, "the first handles its own");
        await Task.WhenAny(waiting, Task.Delay(1500, Token));
        Assert.False(waiting.IsCompleted, "The other's changes are not handled.");
        Assert.InRange(first.Inbox.Handled.Count, 1, 19);

        second.Control.Resume(Shop.Name);
        await waiting.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.Equal(20, first.Inbox.Handled.Count + second.Inbox.Handled.Count);

        // Idle shards do not write how far they are, unless somebody asks.
        var idle = await database.CurrentLsnAsync();
        await first.Control.WhenHandledAsync(Shop.Name, idle, Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.True(first.Control.GetStatus(Shop.Name).Handled >= idle);
    }

    [Fact]
    public async Task Rows_of_one_statement_and_both_sides_of_a_row_that_moves_have_ids_of_their_own()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server);
        await using var worker = await ShardedWorkers.StartAsync(database, 3);
        await worker.ReadsAsync(3);

        // One WAL record has many of these rows.
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(1, 300) g");
        await database.ExecuteAsync("UPDATE orders SET id = id + 1000 WHERE id <= 30");
        await Eventually.IsTrueAsync(() => worker.Inbox.Handled.Count >= 330 && IsWhole(worker.Inbox), () => $"all is handled, and not {worker.Inbox.Handled.Count}; the log is:\n{worker.Log}");

        var ids = worker.Inbox.Handled.Select(change => change.Context.Id).ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        var moved = worker.Inbox.Of<Inserted<Order>>().Count(change => change.New.Id > 1000);
        Assert.InRange(moved, 5, 25);
        Assert.Equal(30 - moved, worker.Inbox.Of<Updated<Order>>().Count);
        Assert.Equal(moved, worker.Inbox.Of<Deleted<Order>>().Count);
    }

    [Fact]
    public async Task A_truncate_comes_once()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, "CREATE TABLE events (id bigint PRIMARY KEY)");
        await using var worker = await ShardedWorkers.StartAsync<Events>(database, 3);
        await worker.ReadsAsync<Events>(3);
        await database.ExecuteAsync("INSERT INTO events SELECT g FROM generate_series(1, 10) g");
        await worker.HasHandledAsync(10);
        await database.ExecuteAsync("TRUNCATE events");
        await database.ExecuteAsync("INSERT INTO events SELECT g FROM generate_series(1, 10) g");
        await worker.Control.WhenHandledAsync(Events.Name, await database.CurrentLsnAsync(), Token);
        Assert.Single(worker.Inbox.Of<Truncated>());
        Assert.Equal(20, worker.Inbox.Of<Inserted<Event>>().Count);
    }

    [Fact]
    public async Task A_message_comes_once_and_rows_from_all_shards()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, "CREATE TABLE entries (id bigint PRIMARY KEY)");
        await using var worker = await ShardedWorkers.StartAsync<Ledger>(database, 3);
        await worker.ReadsAsync<Ledger>(3);
        await database.ExecuteAsync("INSERT INTO entries SELECT g FROM generate_series(1, 20) g; SELECT pg_logical_emit_message(true, 'note', 'in'); SELECT pg_logical_emit_message(false, 'note', 'alone')");
        await worker.Control.WhenHandledAsync(Ledger.Name, await database.CurrentLsnAsync(), Token);
        Assert.Equal(2, worker.Inbox.Of<LogicalMessage>().Count);
        Assert.Equal(Enumerable.Range(1, 20).Select(id => (long)id), worker.Inbox.Of<Inserted<Event>>().Select(change => change.New.Id).Order());
    }

    [Fact]
    public async Task Rows_that_are_there_come_once_from_whichever_shard_and_so_do_those_of_a_table_that_is_read_again()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, Part.Table);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r' || g % 7, g FROM generate_series(1, 500) g");
        await using var worker = await ShardedWorkers.StartAsync<Parts>(database, 3, configure: options => options.StartFrom = StartFrom.Snapshot);
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.SnapshotDone) == 3, () => $"all parts are read; the log is:\n{worker.Log}");
        Assert.Equal(Enumerable.Range(1, 500).Select(id => (long)id), worker.Inbox.Of<Existing<Part>>().Select(change => change.Row.Number).Order());

        var id = await worker.Snapshots.RequestAsync(Parts.Name, new TableName("public", "parts"), Token);
        await database.ExecuteAsync("UPDATE parts SET name = 'meanwhile' WHERE number <= 10");
        await Eventually.IsTrueAsync(
            async () => (await worker.Snapshots.ListAsync(Parts.Name, cancellationToken: Token)).Single(snapshot => snapshot.Id == id) is { State: SnapshotState.Done, Rows: 500 }, () => $"it is one snapshot, and done; the log is:\n{worker.Log}");
        Assert.Equal(1000, worker.Inbox.Of<Existing<Part>>().Count);
        await Eventually.IsTrueAsync(() => worker.Inbox.Of<Updated<Part>>().Count == 10, "changes go on");
    }

    [Fact]
    public async Task Dead_letters_of_all_shards_are_those_of_the_source()
    {
        await using var database = await ShardedWorkers.DatabaseAsync(server, Letter.Table);
        var isMended = false;
        var inbox = new Inbox { Handler = (_, _) => isMended ? Task.CompletedTask : throw new InvalidOperationException("not now") };
        await using var worker = await ShardedWorkers.StartAsync<Letters>(database, 3, inbox, options => options.MaxAttempts = 1);
        await worker.ReadsAsync<Letters>(3);
        await database.ExecuteAsync("INSERT INTO letters (id, name) SELECT g, 'n' FROM generate_series(1, 12) g");
        await Eventually.IsTrueAsync(async () => (await worker.DeadLetters.ListAsync(Letters.Name, cancellationToken: Token)).Count == 12, () => $"all are put aside; the log is:\n{worker.Log}");
        Assert.Equal(3, await database.ScalarAsync<long>("SELECT count(DISTINCT consumer) FROM postgres_worker.dead_letters"));

        isMended = true;
        Assert.Equal(12, await worker.DeadLetters.ReplayAsync(Letters.Name, new DeadLetterFilter(), "test", Token));
        await worker.HasHandledAsync(12);
        await Eventually.IsTrueAsync(async () => (await worker.DeadLetters.ListAsync(Letters.Name, cancellationToken: Token)).Count == 0, "none is left");
        Assert.Equal(12, (await worker.DeadLetters.ListActionsAsync(Letters.Name, cancellationToken: Token)).Count);
    }

    private static bool IsWhole(Inbox inbox) => inbox.Of<Inserted<Order>>().Count(change => change.New.Id > 1000) + inbox.Of<Updated<Order>>().Count == 30
        && inbox.Of<Inserted<Order>>().Count(change => change.New.Id > 1000) == inbox.Of<Deleted<Order>>().Count;

    /// <returns>How many times all rows were changed.</returns>
    private static async Task<int> WriteAsync(TestDatabase database, CancellationToken enough)
    {
        var rounds = 0;
        while (!enough.IsCancellationRequested)
        {
            await database.ExecuteAsync("UPDATE orders SET customer_id = customer_id + 1");
            rounds++;
            await Task.Delay(20, Token);
        }

        return rounds;
    }
}
