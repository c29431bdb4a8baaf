using System.Diagnostics;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Failover;

/// <summary>The primary is gone and its standby is promoted, with a worker whose connection string names both.</summary>
public sealed class FailoverTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slot_that_the_new_primary_does_not_have_halts_the_source_and_is_not_made_anew()
    {
        await using var pair = await ServerPair.StartAsync("slot_gone");
        var database = pair.Database;
        await using var worker = await StartAsync(pair, options => options.Provision = Provision.Auto);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.WhenEverythingIsConfirmedAsync();
        await pair.WhenCaughtUpAsync();
        await pair.FailOverAsync();

        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        var missing = Assert.IsType<ChangesMissingException>(worker.Control.GetStatus(Shop.Name).Error);
        Assert.Equal("slot_lost", Assert.Single(missing.Findings).Code);
        Assert.Equal(Lsn.Parse(await database.ScalarAsync<string>("SELECT position::text FROM postgres_worker.checkpoints")), missing.From);
        Assert.Equal(0L, await database.ScalarAsync<long>($"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{database.Slot}'"));

        // A start says the same.
        await using var next = await RunningWorker.BeginAsync<Shop>(database);
        await next.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Contains("[slot_lost]", next.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slot_for_failover_goes_on_behind_the_promotion_without_loss()
    {
        Assert.SkipUnless(ServerPair.KeepsSlots(server.Server), "Slots go through a failover from PostgreSQL 17 on.");
        await using var pair = await ServerPair.StartAsync("goes_on");
        var database = pair.Database;
        await using var worker = await StartAsync(pair, options => options.Failover = true);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (0)");
        await worker.HasHandledAsync(1);
        await pair.WhenSlotIsCopiedAsync();

        using var stop = new CancellationTokenSource();
        var writing = Task.Run(() => WriteAsync(database, stop.Token), Token);
        await worker.HasHandledAsync(100);
        var failing = Stopwatch.GetTimestamp();
        await pair.FailOverAsync();
        await stop.CancelAsync();
        await writing;

        var kept = await database.ScalarAsync<long[]>("SELECT array_agg(id) FROM orders");
        for (var id = 1_000_000; id < 1_000_100; id++)
        {
            await database.ExecuteAsync($"INSERT INTO orders (id) VALUES ({id})");
        }

        var ids = () => worker.Inbox.Of<Inserted<Order>>().Select(change => change.New.Id).Distinct().Count();
        await Eventually.IsTrueAsync(() => ids() >= kept.Length + 100, () => $"all are delivered, and not {ids()}; the log is:\n{worker.Log}");
        TestContext.Current.TestOutputHelper!.WriteLine($"measured: all delivered {Stopwatch.GetElapsedTime(failing).TotalSeconds:F1} s after the primary was gone, {worker.Inbox.Handled.Count - kept.Length - 100} of {kept.Length + 100} twice");
        var expected = await database.ScalarAsync<long[]>("SELECT array_agg(id) FROM orders");
        var delivered = worker.Inbox.Of<Inserted<Order>>().ToArray();
        Assert.Equal(expected.Order(), delivered.Select(change => change.New.Id).Distinct().Order());

        // Nothing twice but under the same id.
        Assert.Equal(expected.Length, delivered.DistinctBy(change => change.Context.Id).Count());
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_standby_that_lacks_what_was_delivered_halts_the_source(bool isStoredElsewhere)
    {
        Assert.SkipUnless(ServerPair.KeepsSlots(server.Server), "Without its slot it is a gap, whatever else is missing.");
        await using var pair = await ServerPair.StartAsync($"behind_{isStoredElsewhere}", isGuarded: false);
        var database = pair.Database;
        await using var elsewhere = isStoredElsewhere ? await ThrowAway.ThrowAwayPostgres.StartAsync(ct: Token) : null;
        await using var worker = await StartAsync(pair, options => (options.Failover, options.StoreConnectionString) = (true, elsewhere?.ConnectionString));
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await pair.WhenSlotIsCopiedAsync();
        await pair.WhenCaughtUpAsync();
        await pair.CutStandbyOffAsync();
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2)");
        await worker.HasHandledAsync(2);
        await database.WhenEverythingIsConfirmedAsync();
        await pair.FailOverAsync();

        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        var forked = Assert.IsType<HistoryForkedException>(worker.Control.GetStatus(Shop.Name).Error);
        Assert.Equal("history_forked", Assert.Single(forked.Findings).Code);
        Assert.True(forked.ForkedAt <= forked.Delivered, forked.Message);
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT sum(id)::bigint FROM orders"));

        if (isStoredElsewhere)
        {
            // The store remembers what the new primary does not, until somebody has said that it is all right.
            await using var refused = await StartFailingAsync(database, elsewhere!);
            var finding = Assert.Single(Assert.IsType<HistoryForkedException>(refused.Control.GetStatus(Shop.Name).Error).Findings);
            await using var store = Npgsql.NpgsqlDataSource.Create(elsewhere!.ConnectionString);
            await using var accept = store.CreateCommand(finding.Sql!);
            Assert.Equal(true, await accept.ExecuteScalarAsync(Token));
        }

        await using var next = await RunningWorker.StartAsync(database, options => (options.Failover, options.StoreConnectionString) = (true, elsewhere?.ConnectionString));
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (3)");
        await next.HasHandledAsync(1);
        Assert.Equal([3L], next.Inbox.Of<Inserted<Order>>().Select(change => change.New.Id).Except([1L]));
    }

    private static async Task<RunningWorker> StartFailingAsync(TestDatabase database, ThrowAway.ThrowAwayPostgres store)
    {
        var worker = await RunningWorker.BeginAsync<Shop>(database, options => (options.Failover, options.StoreConnectionString) = (true, store.ConnectionString));
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        return worker;
    }

    private static Task<RunningWorker> StartAsync(ServerPair pair, Action<SourceOptions> configure) => RunningWorker.StartAsync(
        pair.Database,
        options =>
        {
            (options.MinReconnectInterval, options.MaxReconnectInterval) = (TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500));
            configure(options);
        });

    private static async Task WriteAsync(TestDatabase database, CancellationToken stop)
    {
        for (var id = 1L; !stop.IsCancellationRequested; id++)
        {
            try
            {
                await database.ExecuteAsync($"INSERT INTO orders (id) VALUES ({id})");
            }
            catch (Npgsql.NpgsqlException)
            {
                // In the middle of the failover. What was committed is what the new primary has.
                return;
            }
        }
    }
}
