using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration;

/// <summary>The server hears how far everything is finished, whatever handlers do and however idle the tables are.</summary>
public sealed class FeedbackTests(PostgresServer server)
{
    [Fact]
    public async Task An_idle_table_retains_no_WAL_of_others()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var other = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE busy (id bigint, filler text)", "an_idle_table_other");
        await database.ExecuteAsync("CREATE TABLE unpublished (id bigint, filler text)");
        await using var worker = await RunningWorker.StartAsync(database);

        for (var round = 0; round < 3; round++)
        {
            // Long enough to be written, not long enough to be compressed away: some 20 MB, more than a WAL segment.
            await other.ExecuteAsync("INSERT INTO busy SELECT g, repeat(md5(g::text), 10) FROM generate_series(1, 30000) g");
            await database.ExecuteAsync("INSERT INTO unpublished SELECT g, repeat(md5(g::text), 10) FROM generate_series(1, 30000) g");
            await database.WhenEverythingIsConfirmedAsync();
        }

        Assert.Empty(worker.Inbox.Attempts);
    }

    /// <summary>The server waits with its shutdown until everything that was sent is confirmed, or, where nothing is said of that, received.</summary>
    [Fact]
    public async Task A_source_of_messages_has_received_what_an_idle_stream_has_sent()
    {
        // Of its own: where others write a megabyte meanwhile, that is confirmed, and nothing is to be said of what is received.
        await using var own = await ThrowAwayPostgres.StartAsync(ct: TestContext.Current.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(own, "CREATE TABLE unlistened (id bigint)");
        await using var worker = await RunningWorker.BeginAsync<Messages>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO unlistened SELECT generate_series(1, 1000)");
        var written = await database.CurrentLsnAsync();
        await Eventually.IsTrueAsync(
            () => database.ScalarAsync<bool>(
                $"SELECT coalesce(bool_and(r.write_lsn >= '{written}' AND r.flush_lsn IS NULL), false) FROM pg_stat_replication r JOIN pg_replication_slots s ON s.active_pid = r.pid WHERE s.slot_name = '{database.Slot}'"),
            "everything that was sent is received");
    }

    [Fact]
    public async Task A_handler_that_hangs_does_not_lose_the_connection()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        var release = new TaskCompletionSource();
        var inbox = new Inbox { Handler = (_, ct) => release.Task.WaitAsync(ct) };

        // Four in flight: behind those reading stops too.
        await using var worker = await RunningWorker.StartAsync(database, options => (options.MaxConcurrency, options.MaxInFlightChanges, options.ConnectionString) = (2, 4, WithTimeout(database)), inbox);
        var walsender = await WalsenderAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(1, 100) g");
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count > 0, "a handler hangs");
        var hangs = TimeProvider.System.GetTimestamp();

        // The server's own clock of silence: it answers reply_time from our feedback, which goes on.
        await Eventually.IsTrueAsync(() => TimeProvider.System.GetElapsedTime(hangs) > TimeSpan.FromSeconds(6), "three times wal_sender_timeout passed");
        Assert.Equal(walsender, await WalsenderAsync(database));
        release.SetResult();
        await worker.HasHandledAsync(100);
        Assert.Equal(walsender, await WalsenderAsync(database));
        Assert.Equal(0, worker.Log.Count(PostgresWorkerEventIds.ConnectionFailed));
        Assert.Equal(100, inbox.Attempts.Count);
    }

    [Fact]
    public async Task A_server_that_shuts_down_does_not_wait_for_changes_that_are_being_handled()
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: TestContext.Current.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(own);
        var inbox = new Inbox { Handler = (_, ct) => Task.Delay(Timeout.Infinite, ct) };
        await using var worker = await RunningWorker.StartAsync(database, options => options.DrainTimeout = TimeSpan.FromMilliseconds(100), inbox);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 1, "a handler hangs");

        // In vain after 60 s, where the server waits for its walsender.
        await ItComesAgainBehindAShutdownAsync(own, database, inbox);
    }

    [Fact]
    public async Task A_server_that_shuts_down_does_not_wait_for_a_worker_that_is_full()
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: TestContext.Current.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(own);
        var inbox = new Inbox { Handler = (_, ct) => Task.Delay(Timeout.Infinite, ct) };
        await using var worker = await RunningWorker.StartAsync(
            database,
            options =>
            {
                options.DrainTimeout = TimeSpan.FromMilliseconds(100);
                options.MaxInFlightChanges = 1;
            },
            inbox);

        // More than is under way between the two: the rest is read by nobody, while the worker is alive and says so.
        await database.ExecuteAsync("INSERT INTO orders (id, note) SELECT g, repeat('x', 1000) FROM generate_series(1, 20000) g");
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 1, "a handler hangs");

        // In vain after 60 s, where the server waits until all is received.
        await ItComesAgainBehindAShutdownAsync(own, database, inbox);
    }

    private static async Task ItComesAgainBehindAShutdownAsync(ThrowAwayPostgres own, TestDatabase database, Inbox inbox)
    {
        await own.StopAsync(PostgresStopMode.Fast, TestContext.Current.CancellationToken);
        await own.StartAgainAsync(TestContext.Current.CancellationToken);
        database.ForgetConnections();
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 2, "the change comes again");
        Assert.Equal(inbox.Attempts[0].Context.Id, inbox.Attempts[1].Context.Id);
    }

    private static string WithTimeout(TestDatabase database) => $"{database.ConnectionString};Options=-c wal_sender_timeout=2s";

    private static Task<int> WalsenderAsync(TestDatabase database) =>
        database.ScalarAsync<int>($"SELECT active_pid FROM pg_replication_slots WHERE slot_name = '{database.Slot}'");
}
