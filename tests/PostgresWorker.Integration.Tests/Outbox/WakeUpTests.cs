using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Outbox;

/// <summary>What makes instances look at the outbox.</summary>
public sealed class WakeUpTests(PostgresServer server)
{
    private const string Listening = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_notification_wakes_an_instance_that_would_not_look_for_long()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using var worker = await RunningWorker.StartAsync(database, Notified);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);

        // Looks come after 10, 30, 70 ms and so on: the next two are at 10 and 20 s.
        await database.ExecuteAsync("SELECT pg_sleep(12)");
        await database.ExecuteAsync("BEGIN; INSERT INTO orders (id) VALUES (2); INSERT INTO orders (id) VALUES (3); COMMIT");
        await Eventually.IsTrueAsync(() => worker.Inbox.Handled.Count == 3, () => $"they come at once; the log is:\n{worker.Log}", TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_listening_connection_that_is_cut_is_made_again_and_nothing_is_lost()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using var worker = await RunningWorker.StartAsync(database, Notified);
        for (var cut = 1; cut <= 3; cut++)
        {
            await Eventually.IsTrueAsync(async () => await database.ScalarAsync<long>(Listening) == 1, "it listens");
            await database.ExecuteAsync(Listening.Replace("count(*)", "pg_terminate_backend(pid)", StringComparison.Ordinal));
            await database.ExecuteAsync($"INSERT INTO orders (id) VALUES ({cut})");
            await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.NotListening) == cut, "it says that it does not hear");
            await worker.HasHandledAsync(cut);
        }

        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), worker.Log.ToString());
    }

    [Fact]
    public async Task Polling_works_through_a_pooler_that_hands_out_connections_by_transaction()
    {
        var pooler = Pgbouncer.Find();
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: Capture.Outbox);
        await using var pooled = await Pgbouncer.StartAsync(pooler, database.ConnectionString);
        var inbox = new Inbox();
        void Through(SourceOptions options)
        {
            SharingTests.Quick(options);
            options.ConnectionString = pooled.ConnectionString;
        }

        await using var first = await RunningWorker.BeginAsync<Bills>(database, Through, inbox);
        await using var second = await RunningWorker.BeginAsync<Bills>(database, Through, inbox);
        await first.IsStreamingAsync();
        await SharingTests.HaveAsync(database, 128, 128);
        for (var id = 1; id <= 200; id++)
        {
            await database.ExecuteAsync($"INSERT INTO items (id) VALUES ({id})");
        }

        await Eventually.IsTrueAsync(() => inbox.Handled.Count >= 200, () => $"everything is handled, and not {inbox.Handled.Count}; the log is:\n{first.Log}");
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(200L, await database.ScalarAsync<long>("SELECT count(DISTINCT item_id) FROM effects"));
        Assert.Equal(200L, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
        Assert.False(first.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), first.Log.ToString());
    }

    private static void Notified(SourceOptions options)
    {
        (options.WakeUp, options.PollInterval) = (WakeUp.Notify, TimeSpan.FromMinutes(1));
        (options.MinReconnectInterval, options.MaxReconnectInterval) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200));
    }
}
