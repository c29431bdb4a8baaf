using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration;

/// <summary>Connections break, servers restart, instances come and go.</summary>
public sealed class ReconnectTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_killed_connection_loses_nothing_and_repeats_only_what_was_not_finished(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database, Quick);
        var writing = WriteAsync(database, transactions: 200);
        for (var kills = 0; kills < 5; kills++)
        {
            var handled = worker.Inbox.Handled.Count;
            await Eventually.IsTrueAsync(() => worker.Inbox.Handled.Count > handled || writing.IsCompleted, "changes go on");
            await database.CutAsync();

            // Of an outbox's connections each may be the one that finds out, and the session need not end by it.
            var cut = worker.Inbox.Handled.Count;
            await Eventually.IsTrueAsync(
                () => worker.Log.Count(Reading(database)) > kills + 1 || (capture == Capture.Outbox && (worker.Inbox.Handled.Count > cut || writing.IsCompleted)), () => $"the worker reads again; the log is:\n{worker.Log}");
        }

        await writing;
        await Eventually.IsTrueAsync(() => Ids(worker).Distinct().Count() == 2000, "every row arrived");
        AssertOrderPerKey(worker.Inbox);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_server_that_crashes_and_comes_back_is_connected_to_again(Capture capture)
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: TestContext.Current.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(own, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database, Quick);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await own.StopAsync(PostgresStopMode.Immediate, TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.ConnectionFailed) >= 2, "it fails to connect");
        await own.StartAgainAsync(TestContext.Current.CancellationToken);
        database.ForgetConnections();
        await Eventually.IsTrueAsync(() => worker.Log.Count(Reading(database)) == 2, "the worker reads again");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2)");
        await Eventually.IsTrueAsync(() => Ids(worker).Contains(2), "changes arrive again");
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_database_that_takes_no_connections_for_a_while_is_waited_for(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database, Quick);
        await using var admin = NpgsqlDataSource.Create(server.ConnectionString);
        await using var close = admin.CreateCommand($"ALTER DATABASE \"{database.Name}\" ALLOW_CONNECTIONS false");
        await close.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await database.CutAsync();
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.ConnectionFailed) >= 3, () => $"it goes on trying; the log is:\n{worker.Log}");
        await using var open = admin.CreateCommand($"ALTER DATABASE \"{database.Name}\" ALLOW_CONNECTIONS true");
        await open.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_connection_that_breaks_while_every_lane_is_full_is_noticed_and_made_again(Capture capture)
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: TestContext.Current.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(own, capture: capture);
        var release = new TaskCompletionSource();
        var inbox = new Inbox { Handler = (_, ct) => release.Task.WaitAsync(ct) };
        await using var worker = await RunningWorker.StartAsync(database, options => (options.MaxConcurrency, options.MaxInFlightChanges, options.DrainTimeout, options.MaxReconnectInterval) = (1, 2, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500)), inbox);

        // Far more than the buffers of both sides hold: nobody reads any more.
        await database.ExecuteAsync("INSERT INTO orders (id, note) SELECT g, repeat('x', 1000) FROM generate_series(1, 20000) g");
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 1, "a handler hangs");
        await own.StopAsync(PostgresStopMode.Immediate, TestContext.Current.CancellationToken);
        await own.StartAgainAsync(TestContext.Current.CancellationToken);
        if (capture == Capture.Wal)
        {
            // Who looks at an outbox has no connection in between: there the handler may hang on.
            await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), "the break is noticed");
        }

        release.SetResult();
        await Eventually.IsTrueAsync(() => Ids(worker).Distinct().Count() == 20000, () => $"every row arrives; the worker's log is:\n{worker.Log}");
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
    }

    [Fact]
    public async Task A_second_instance_stands_by_and_takes_over_without_a_repeat()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var first = await RunningWorker.StartAsync(database, Quick);
        await using var second = await RunningWorker.BeginAsync<Shop>(database, Quick);
        await Eventually.IsTrueAsync(() => second.Log.Contains(PostgresWorkerEventIds.Standby), "the second stands by");
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(1, 100) g");
        await first.HasHandledAsync(100);
        await first.StopAsync();
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(101, 200) g");
        await Eventually.IsTrueAsync(() => second.Log.Contains(PostgresWorkerEventIds.Streaming), "the second takes over", TimeSpan.FromSeconds(15));
        await second.HasHandledAsync(100);

        Assert.Equal(100, first.Inbox.Attempts.Count);
        Assert.Equal(Enumerable.Range(101, 100).Select(id => (long)id), Ids(second).Order());
        Assert.Equal(1, second.Log.Count(PostgresWorkerEventIds.Standby));
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_a_transaction_finishes_it_and_the_next_start_repeats_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        var inbox = new Inbox { Handler = (_, ct) => Task.Delay(1, ct) };
        await using (var worker = await RunningWorker.StartAsync(database, inbox: inbox))
        {
            await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(1, 3000) g");
            await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(3001, 3010) g");
            await worker.HasHandledAsync(10);
            await worker.StopAsync();
            Assert.True(inbox.Handled.Count >= 3000, "The transaction that had begun was not finished.");
        }

        await using var next = await RunningWorker.StartAsync(database, inbox: inbox);
        await Eventually.IsTrueAsync(() => inbox.Handled.Count >= 3010, "the rest arrives");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (4000)");
        await Eventually.IsTrueAsync(() => inbox.Of<Inserted<Order>>().Any(change => change.New.Id == 4000), "the last arrives");
        Assert.Equal(3011, inbox.Attempts.Count);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_handler_that_does_not_end_is_cancelled_after_DrainTimeout_and_its_change_comes_again(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var inbox = new Inbox { Handler = (_, ct) => Task.Delay(Timeout.Infinite, ct) };
        await using (var worker = await RunningWorker.StartAsync(database, options => options.DrainTimeout = TimeSpan.FromMilliseconds(100), inbox))
        {
            await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
            await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 1, "the handler runs");
            await worker.StopAsync();
            Assert.True(worker.Log.Contains(PostgresWorkerEventIds.DrainTimedOut));
        }

        inbox.Handler = (_, _) => Task.CompletedTask;
        await using var next = await RunningWorker.StartAsync(database, inbox: inbox);
        await next.HasHandledAsync(1);
        Assert.Equal(inbox.Attempts[0].Context.Id, inbox.Attempts[1].Context.Id);
    }

    private static void Quick(SourceOptions options)
    {
        options.MinReconnectInterval = TimeSpan.FromMilliseconds(20);
        options.MaxReconnectInterval = TimeSpan.FromMilliseconds(200);
    }

    private static int Reading(TestDatabase database) => database.Capture == Capture.Wal ? PostgresWorkerEventIds.Streaming : PostgresWorkerEventIds.OutboxRead;

    private static IEnumerable<long> Ids(RunningWorker worker) => worker.Inbox.Of<Inserted<Order>>().Select(change => change.New.Id);

    private static async Task WriteAsync(TestDatabase database, int transactions)
    {
        for (var i = 0; i < transactions; i++)
        {
            await database.ExecuteAsync($"INSERT INTO orders (id) SELECT {i * 10} + g FROM generate_series(1, 10) g; UPDATE orders SET customer_id = 2 WHERE id BETWEEN {(i * 10) + 1} AND {(i * 10) + 10}");
        }
    }

    /// <summary>The first time that a key's versions are handled they are in order; a repeat begins with what was handled before.</summary>
    private static void AssertOrderPerKey(Inbox inbox)
    {
        foreach (var key in inbox.Of<Change<Order>>().GroupBy(change => change.Row.Id))
        {
            var versions = key.DistinctBy(change => change.Context.Id).Select(change => change.Row.CustomerId).ToArray();
            Assert.Equal([1, 2], versions);
        }
    }
}
