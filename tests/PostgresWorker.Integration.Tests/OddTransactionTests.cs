using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration;

/// <summary>Transactions that are not as most are.</summary>
public sealed partial class OddTransactionTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Transactions_without_anything_for_us_are_passed_with_few_writes_and_no_memory()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("POSTGRESWORKER_EMPTY_TRANSACTIONS") ?? "20000", CultureInfo.InvariantCulture);
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable);
        await using var worker = TestWorkerProcess.Start(database, ("Expect", "1"));
        await TestWorkerProcess.IsStreamingAsync(worker, Token);
        await database.ExecuteAsync(
            """
            CREATE TABLE nobodys (id bigint);
            CREATE SEQUENCE checkpoint_writes;
            CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM nextval('public.checkpoint_writes'); RETURN NULL; END$$;
            CREATE TRIGGER count_write AFTER UPDATE ON postgres_worker.checkpoints FOR EACH ROW EXECUTE FUNCTION count_write()
            """);
        var before = await database.CurrentLsnAsync();
        await database.ExecuteAsync($"DO $$BEGIN FOR i IN 1..{count} LOOP INSERT INTO nobodys VALUES (i); COMMIT; END LOOP; END$$");
        await database.WhenEverythingIsConfirmedAsync();
        var writes = await database.ScalarAsync<long>("SELECT last_value - 1 + is_called::int FROM checkpoint_writes");

        // An idle position is written once in a mebibyte, those of other tests count too.
        var mebibytes = ((await database.CurrentLsnAsync()).Value - before.Value) / (1024 * 1024);
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
        var summary = await worker.LineAsync(line => line.StartsWith("all ", StringComparison.Ordinal), Token);
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: {count} transactions of another table, {mebibytes} MB of WAL: {writes} writes of the checkpoint; {summary}");
        Assert.InRange(writes, 1, (long)mebibytes + 1);
        Assert.InRange(long.Parse(Peak().Match(summary).Groups["peak"].Value, CultureInfo.InvariantCulture), 1, 150 * 1024);
    }

    [Fact]
    public async Task A_prepared_transaction_comes_when_it_is_committed_and_never_if_it_is_rolled_back()
    {
        // Of its own: what is prepared holds up everybody who makes a slot.
        await using var own = await ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions { Settings = new Dictionary<string, string> { ["max_prepared_transactions"] = "2" } }, Token);
        await using var database = await TestDatabase.CreateAsync(own);
        await using (var worker = await RunningWorker.StartAsync(database))
        {
            await database.ExecuteAsync("BEGIN; INSERT INTO orders (id) VALUES (1), (2); PREPARE TRANSACTION 'later'");
            await database.ExecuteAsync("BEGIN; INSERT INTO orders (id) VALUES (3); PREPARE TRANSACTION 'never'");
            await database.ExecuteAsync("INSERT INTO orders (id) VALUES (4)");
            await worker.HasHandledAsync(1);
            await database.WhenEverythingIsConfirmedAsync();
        }

        // Prepared before the position, and committed behind it.
        await using var next = await RunningWorker.StartAsync(database, options => options.MaxConcurrency = 1);
        await database.ExecuteAsync("COMMIT PREPARED 'later'");
        await next.HasHandledAsync(2);
        await database.ExecuteAsync("ROLLBACK PREPARED 'never'");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (5)");
        await next.HasHandledAsync(3);
        Assert.Equal([1L, 2L, 5L], next.Inbox.Of<Inserted<Order>>().Select(change => change.New.Id));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Of_subtransactions_what_was_not_rolled_back_comes_as_one_transaction_in_order(Capture capture)
    {
        const int Depth = 300, Siblings = 2000;
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database, options => options.MaxConcurrency = 1);

        // More than a backend keeps in memory (64), with the inner third rolled back, then released; and siblings of which each third fails.
        var sql = new StringBuilder("BEGIN; ");
        for (var i = 1; i <= Depth; i++)
        {
            sql.Append(CultureInfo.InvariantCulture, $"SAVEPOINT s{i}; INSERT INTO orders (id) VALUES ({i}); ");
        }

        sql.Append(CultureInfo.InvariantCulture, $"ROLLBACK TO SAVEPOINT s{(Depth / 3 * 2) + 1}; RELEASE SAVEPOINT s{Depth / 3}; ");
        sql.Append(CultureInfo.InvariantCulture, $"DO $$BEGIN FOR i IN 1001..{1000 + Siblings} LOOP BEGIN INSERT INTO orders (id) VALUES (i); IF i % 3 = 0 THEN RAISE 'no'; END IF; EXCEPTION WHEN raise_exception THEN END; END LOOP; END$$; COMMIT");
        await database.ExecuteAsync(sql.ToString());
        long[] expected = [.. Enumerable.Range(1, Depth / 3 * 2), .. Enumerable.Range(1001, Siblings).Where(i => i % 3 != 0)];
        await worker.HasHandledAsync(expected.Length);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(expected, worker.Inbox.Of<Inserted<Order>>().Select(change => change.New.Id));
        if (capture == Capture.Wal)
        {
            Assert.Single(worker.Inbox.Handled.Select(change => change.Context.Transaction.CommitLsn).Distinct());
        }
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_table_of_1600_columns_is_read_by_the_five_that_are_declared(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Broad.Table, capture: capture);
        await using var worker = await RunningWorker.BeginAsync<Broads>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync($"INSERT INTO broad SELECT 1, {string.Join(", ", Enumerable.Range(2, Broad.Columns - 2))}, 'end'; UPDATE broad SET c800 = NULL; DELETE FROM broad");
        await worker.HasHandledAsync(3);
        var full = new Broad(1, 2, 800, 1599, "end");
        Assert.Equal(full, worker.Inbox.Of<Inserted<Broad>>().Single().New);
        Assert.Equal((full, full with { Middle = null }), (worker.Inbox.Of<Updated<Broad>>().Single().Old, worker.Inbox.Of<Updated<Broad>>().Single().New));
        Assert.Equal(full with { Middle = null }, worker.Inbox.Of<Deleted<Broad>>().Single().Old);
    }

    [GeneratedRegex("peak (?<peak>[0-9]+) kB$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Peak();
}
