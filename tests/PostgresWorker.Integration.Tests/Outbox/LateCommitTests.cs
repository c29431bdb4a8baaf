using System.Collections.Concurrent;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Outbox;

/// <summary>Transactions commit in another order than that of their changes' numbers: nothing is missed, and nothing waits for what it has nothing to do with.</summary>
public sealed class LateCommitTests(PostgresServer server)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transaction_that_stays_open_holds_up_nothing_and_is_delivered_when_it_commits()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using var worker = await RunningWorker.StartAsync(database);
        await using var late = await OpenTransaction.BeginAsync(database, "INSERT INTO orders (id) VALUES (1)");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2), (3)");
        for (var round = 1; round <= 20; round++)
        {
            await database.ExecuteAsync("UPDATE orders SET customer_id = customer_id + 1");
            await Eventually.IsTrueAsync(() => worker.Inbox.Handled.Count == 2 + (2 * round), "others go on", Soon);
        }

        await late.ExecuteAsync("UPDATE orders SET customer_id = 2 WHERE id = 1");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (4)");
        await Eventually.IsTrueAsync(() => worker.Inbox.Handled.Count == 43, "others go on", Soon);
        await late.CommitAsync();
        await Eventually.IsTrueAsync(() => worker.Inbox.Handled.Count == 45, () => $"what was late comes; the log is:\n{worker.Log}", Soon);
        Assert.Equal([1L, 2], worker.Inbox.Of<Change<Order>>().Where(change => change.Row.Id == 1).Select(change => change.Row.CustomerId));
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(45, worker.Inbox.Attempts.Count);
    }

    [Theory]
    [InlineData("here", "SELECT pg_current_xact_id()", "BEGIN")]
    [InlineData("elsewhere", "SELECT pg_current_xact_id()", "BEGIN")]
    [InlineData("with_a_snapshot", "SELECT count(*) FROM orders", "BEGIN ISOLATION LEVEL REPEATABLE READ")]
    [InlineData("with_a_snapshot_of_the_outbox", "SELECT count(*) FROM postgres_worker.lanes", "BEGIN ISOLATION LEVEL SERIALIZABLE")]
    public async Task A_transaction_that_has_nothing_to_do_with_it_holds_up_neither_delivery_nor_positions(string where, string sql, string begin)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, test: where, capture: Capture.Outbox);
        await using var other = await TestDatabase.CreateAsync(server.Server, test: $"{where}_other");
        await using var worker = await RunningWorker.StartAsync(database);
        await using var open = await OpenTransaction.BeginAsync(where == "elsewhere" ? other : database, sql, begin);
        for (var id = 1; id <= 5; id++)
        {
            await database.ExecuteAsync($"INSERT INTO orders (id) VALUES ({id})");
            await worker.Control.WhenHandledAsync("shop", await database.CurrentLsnAsync(), Token).WaitAsync(Soon, Token);
            Assert.Equal(id, worker.Inbox.Handled.Count);
        }

        await Eventually.IsTrueAsync(async () => await database.PendingAsync() == 0, "the outbox is empty", Soon);
    }

    [Fact]
    public async Task A_prepared_transaction_is_delivered_when_it_is_committed()
    {
        await using var own = await ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions { Settings = new Dictionary<string, string> { ["max_prepared_transactions"] = "2" } }, Token);
        await using var database = await TestDatabase.CreateAsync(own, capture: Capture.Outbox);
        await using var worker = await RunningWorker.StartAsync(database);
        await using (var late = await OpenTransaction.BeginAsync(database, "INSERT INTO orders (id) VALUES (1)"))
        {
            await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2)");
            await worker.HasHandledAsync(1);
            await late.ExecuteAsync("PREPARE TRANSACTION 'late'");
        }

        for (var id = 3; id <= 12; id++)
        {
            await database.ExecuteAsync($"INSERT INTO orders (id) VALUES ({id})");
            await worker.HasHandledAsync(id - 1);
        }

        await database.ExecuteAsync("COMMIT PREPARED 'late'");
        await worker.HasHandledAsync(12);
        Assert.Equal(1, worker.Inbox.Of<Inserted<Order>>()[^1].New.Id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Transactions_of_many_writers_held_open_at_random_are_delivered_once_and_in_order(int workers)
    {
        const int Writers = 8, Keys = 30;
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        await using var database = await TestDatabase.CreateAsync(server.Server, test: $"random_{workers}", capture: Capture.Outbox);
        var journal = new Journal();
        await using var first = await RunningWorker.StartAsync(database, SharingTests.Quick, journal.Of("first"));
        await using var second = workers == 2 ? await RunningWorker.StartAsync(database, SharingTests.Quick, journal.Of("second")) : null;
        await database.ExecuteAsync($"INSERT INTO orders (id) SELECT g FROM generate_series(1, {Keys}) g");
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(database, new Random(seed + writer), Keys)));
        var versions = new ConcurrentDictionary<long, long>();
        for (var key = 1; key <= Keys; key++)
        {
            versions[key] = await database.ScalarAsync<long>($"SELECT customer_id FROM orders WHERE id = {key}");
        }

        await Eventually.IsTrueAsync(() => journal.Count >= versions.Values.Sum(), () => $"everything is handled, and not {journal.Count} of {versions.Values.Sum()}; the log is:\n{first.Log}");
        await database.WhenEverythingIsConfirmedAsync();
        journal.AssertOnceAndInOrder(versions);
    }

    /// <summary>Each transaction changes up to three rows and waits in between; one of ten is rolled back. Rows are taken in the order of their keys, so that none waits in a circle.</summary>
    private static async Task WriteAsync(TestDatabase database, Random random, int keys)
    {
        for (var transaction = 0; transaction < 60; transaction++)
        {
            var changes = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(1, keys + 1)).Order()
                .Select(key => $"UPDATE orders SET customer_id = customer_id + 1 WHERE id = {key}; SELECT pg_sleep({(random.Next(4) == 0 ? random.Next(50) : 0)} / 1000.0);");
            await database.ExecuteAsync($"BEGIN; {string.Concat(changes)} {(random.Next(10) == 0 ? "ROLLBACK" : "COMMIT")}");
        }
    }
}
