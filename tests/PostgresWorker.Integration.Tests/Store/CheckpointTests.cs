using System.Diagnostics;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Store;

/// <summary>The checkpoint is the truth, and written before the server hears of it; crashes of either side are no gaps.</summary>
public sealed class CheckpointTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_slot_is_never_ahead_of_the_checkpoint()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database, options => options.CheckpointInterval = TimeSpan.FromMilliseconds(10));
        var (samples, written) = (0, 0);
        while (samples <= 10)
        {
            // However fast the server is: it is looked at while it is written.
            var writing = WriteAsync(database, 100, from: written + 1);
            written += 100;
            while (!writing.IsCompleted || worker.Inbox.Handled.Count < written)
            {
                // In this order: it may be written between the two.
                var confirmed = await database.ConfirmedAsync();
                var position = await PositionAsync(database);
                Assert.True(confirmed <= position, $"The slot stands at {confirmed}, the checkpoint at {position}.");
                samples++;
            }

            await writing;
        }

        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(await database.ConfirmedAsync(), await PositionAsync(database));
    }

    [Fact]
    public async Task A_source_with_nothing_to_do_writes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, $"{TestDatabase.OrdersTable}; CREATE TABLE others (id int)");

        // The checkpoint's own writes are in the publication too: they must not be a reason to write again.
        await database.ExecuteAsync("CREATE PUBLICATION everything FOR ALL TABLES");
        await using var worker = await RunningWorker.StartAsync(database, options => (options.Publication, options.CheckpointInterval) = ("everything", TimeSpan.FromMilliseconds(10)));
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.WhenEverythingIsConfirmedAsync();
        var position = await PositionAsync(database);

        // Each write is confirmed, and said.
        var writes = worker.Log.Count(PostgresWorkerEventIds.Confirmed);
        var since = Stopwatch.GetTimestamp();
        for (var id = 0; Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(1); id++)
        {
            await database.ExecuteAsync($"INSERT INTO others VALUES ({id})");
        }

        // Other tests write too, and each mebibyte is worth a write.
        var steps = (int)(((await database.CurrentLsnAsync()).Value - position.Value) >> 20);
        Assert.InRange(worker.Log.Count(PostgresWorkerEventIds.Confirmed) - writes, 0, steps + 1);
    }

    [Fact]
    public async Task A_worker_that_is_killed_when_idle_is_no_gap()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable);
        var log = Path.Combine(Directory.CreateTempSubdirectory("idle").FullName, "delivered");
        for (var round = 1; round <= 2; round++)
        {
            await using var worker = TestWorkerProcess.Start(database, ("Log", log));
            await TestWorkerProcess.IsStreamingAsync(worker, Token);
            await database.ExecuteAsync($"INSERT INTO items (id) VALUES ({round})");
            await Eventually.IsTrueAsync(() => DeliveredLine.Count(log) == round, "the change is delivered");
            await database.WhenEverythingIsConfirmedAsync();
            await worker.KillAsync(Token);
        }

        Assert.Equal(2, DeliveredLine.ReadAll(log).Select(line => line.ChangeId).Distinct().Count());
        Directory.Delete(Path.GetDirectoryName(log)!, recursive: true);
    }

    [Fact]
    public async Task What_a_crashed_server_sends_again_is_skipped_and_counted()
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: Token);
        await using var database = await TestDatabase.CreateAsync(own);
        var inbox = new Inbox();
        await using (var worker = await RunningWorker.StartAsync(database, inbox: inbox))
        {
            // What is confirmed is in the server's memory until its own checkpoint.
            await WriteAsync(database, 20);
            await worker.HasHandledAsync(20);
        }

        var position = await PositionAsync(database);
        Assert.Equal(position, await database.ConfirmedAsync());
        await own.StopAsync(PostgresStopMode.Immediate, Token);
        await own.StartAgainAsync(Token);
        database.ForgetConnections();
        Assert.True(await database.ConfirmedAsync() < position, "The server has forgotten nothing.");
        await using var next = await RunningWorker.StartAsync(database, inbox: inbox);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1000)");
        await next.HasHandledAsync(21);
        Assert.Equal(21, inbox.Attempts.Count);

        // Postgres 14 sends transactions that have nothing for us too.
        Assert.Matches($@"skipped {(own.Version.Major >= 15 ? "20" : "[0-9]+")} transactions and messages \(20 changes\) up to {position} that were handled before", next.Log.ToString());
    }

    [Fact]
    public async Task An_instance_whose_epoch_is_over_cancels_its_handlers_and_stands_by()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        var inbox = new Inbox { Handler = (change, ct) => change is Inserted<Order> { New.Id: 1 } && change.Context.Attempt == 1 ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask };
        await using var worker = await RunningWorker.StartAsync(database, options => options.MaxConcurrency = 8, inbox);
        var taken = await database.ScalarAsync<long>("UPDATE postgres_worker.checkpoints SET epoch = epoch + 1 RETURNING epoch");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (0)");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.EpochLost), () => $"the zombie notices; its log is:\n{worker.Log}");
        inbox.Handler = (_, _) => Task.CompletedTask;

        // There is no other, so it becomes active again, in an epoch of its own.
        await Eventually.IsTrueAsync(() => inbox.Of<Inserted<Order>>().Any(change => change.New.Id == 1), () => $"it goes on; its log is:\n{worker.Log}");
        Assert.True(await database.ScalarAsync<long>("SELECT epoch FROM postgres_worker.checkpoints") > taken);
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
    }

    [Fact]
    public async Task SlotOnly_writes_nothing_into_the_database()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database, options => (options.Checkpoint, options.OnExhausted) = (Checkpoint.SlotOnly, OnExhausted.Halt));
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'postgres_worker'"));
    }

    [Fact]
    public async Task The_store_may_be_another_database_where_listeners_take_no_transaction()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, $"{TestDatabase.OrdersTable}; {TransactionListeners.Tables}");
        await using var store = await TestDatabase.CreateAsync(server.Server, schema: null, "store_elsewhere");
        await using (var worker = await RunningWorker.StartAsync(database, options => options.StoreConnectionString = store.ConnectionString))
        {
            await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
            await worker.HasHandledAsync(1);
            await database.WhenEverythingIsConfirmedAsync();
        }

        Assert.Equal(await database.ConfirmedAsync(), await PositionAsync(store));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'postgres_worker'"));
        await using var refused = await RunningWorker.BeginAsync<Bills>(database, options => options.StoreConnectionString = store.ConnectionString);
        await refused.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Contains("[transaction_store] Listener TransactionListeners.OnItem takes a transaction, which also records that the change is handled, but StoreConnectionString leads to another database", refused.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_named_and_is_the_sources_own_database_is_no_other()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables);
        for (var id = 1; id <= 2; id++)
        {
            // Another spelling of it, such as one of a pooler's port.
            await using var worker = await RunningWorker.BeginAsync<Bills>(database, options => options.StoreConnectionString = $"{database.ConnectionString};Application Name=store");
            await worker.IsStreamingAsync();
            await database.ExecuteAsync($"INSERT INTO items (id) VALUES ({id})");
            await worker.HasHandledAsync(1);
            await database.WhenEverythingIsConfirmedAsync();
            Assert.Equal(id == 1 ? 0 : 1, worker.Log.Count(PostgresWorkerEventIds.CheckpointResumed));
        }

        Assert.Equal(await database.ConfirmedAsync(), await PositionAsync(database));
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.handled_changes"));
    }

    private static async Task WriteAsync(TestDatabase database, int count, int from = 1)
    {
        for (var id = from; id < from + count; id++)
        {
            await database.ExecuteAsync($"INSERT INTO orders (id) VALUES ({id})");
        }
    }

    private static async Task<Lsn> PositionAsync(TestDatabase database) => Lsn.Parse(await database.ScalarAsync<string>("SELECT position::text FROM postgres_worker.checkpoints"));
}
