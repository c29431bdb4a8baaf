using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration;

/// <summary>What fails around a listener's call, and not in it, is tried again and counts for nothing: an outage makes no dead letters.</summary>
public sealed class OutageTests(PostgresServer server)
{
    private const int MaxAttempts = 2, Cuts = 5;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Connections_that_are_cut_while_listeners_work_use_up_no_attempt(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        var inbox = new Inbox();
        inbox.Handler = async (_, _) =>
        {
            if (inbox.Attempts.Count <= Cuts)
            {
                Assert.Equal(1, await CutAsync(database));
            }
        };
        await using var worker = await StartAsync<Bills>(database, inbox);
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
        await worker.HasHandledAsync(Cuts + 1);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.All(inbox.Attempts, change => Assert.Equal(1, change.Context.Attempt));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
        Assert.Single(worker.Log.Told(PostgresWorkerEventIds.DeliveryHeldUp));
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.DeliveryGoesOn));
        await AssertNoFailureAsync(database, worker);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_server_that_stops_while_listeners_work_uses_up_no_attempt(Capture capture)
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: TestContext.Current.CancellationToken);
        await using var database = await TestDatabase.CreateAsync(own, TransactionListeners.Tables, capture: capture);
        var goesOn = new TaskCompletionSource();
        var inbox = new Inbox { Handler = (_, ct) => goesOn.Task.WaitAsync(ct) };
        await using var worker = await StartAsync<Bills>(database, inbox);
        await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 20) g");
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 8, "all lanes work");
        await own.StopAsync(PostgresStopMode.Immediate, TestContext.Current.CancellationToken);
        goesOn.SetResult();
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.ConnectionFailed) >= 3, () => $"the server is missed; the log is:\n{worker.Log}");
        await own.StartAgainAsync(TestContext.Current.CancellationToken);
        database.ForgetConnections();
        await Eventually.IsTrueAsync(async () => await database.ScalarAsync<long>("SELECT count(DISTINCT item_id) FROM effects") == 20, () => $"all is handled; the log is:\n{worker.Log}");
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(20L, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
        Assert.All(inbox.Attempts, change => Assert.Equal(1, change.Context.Attempt));
        await AssertNoFailureAsync(database, worker);
    }

    [Theory]
    [InlineData(false, Capture.Wal)]
    [InlineData(true, Capture.Wal)]
    [InlineData(false, Capture.Outbox)]
    [InlineData(true, Capture.Outbox)]
    public async Task Transactions_and_locks_that_cannot_be_begun_use_up_no_attempt(bool isLock, Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, isLock ? TestDatabase.OrdersTable : TransactionListeners.Tables, $"begun_{isLock}", capture: capture);
        await using var worker = isLock ? await StartAsync<Shop>(database, new Inbox(), worker => worker.AddPostgresAdvisoryLocks()) : await StartAsync<Bills>(database, new Inbox());
        await using var admin = NpgsqlDataSource.Create(server.ConnectionString);
        await ExecuteAsync(admin, $"ALTER DATABASE \"{database.Name}\" ALLOW_CONNECTIONS false");
        await database.ExecuteAsync(isLock ? "INSERT INTO orders (id) VALUES (1)" : "INSERT INTO items (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeliveryHeldUp), () => $"it is held up; the log is:\n{worker.Log}");

        // Long enough for more tries than there are attempts: the second wait begins with the first try's end.
        var since = TimeProvider.System.GetTimestamp();
        await Eventually.IsTrueAsync(() => TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(2), "it was tried several times");
        Assert.Empty(worker.Inbox.Attempts);
        await ExecuteAsync(admin, $"ALTER DATABASE \"{database.Name}\" ALLOW_CONNECTIONS true");
        await worker.HasHandledAsync(1);
        Assert.Equal(1, worker.Inbox.Handled[0].Context.Attempt);
        Assert.Single(worker.Log.Told(PostgresWorkerEventIds.DeliveryHeldUp));
        await AssertNoFailureAsync(database, worker);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_database_that_takes_no_writes_uses_up_no_attempt(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        await using var worker = await StartAsync<Bills>(database, new Inbox());
        await database.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" SET default_transaction_read_only = on");
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeliveryHeldUp), () => $"it is held up; the log is:\n{worker.Log}");
        Assert.Contains("default_transaction_read_only", worker.Log.ToString(), StringComparison.Ordinal);
        await database.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" RESET default_transaction_read_only");
        await worker.HasHandledAsync(1);
        await AssertNoFailureAsync(database, worker);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_constraint_that_is_deferred_to_the_commit_is_the_listeners_failure(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        await database.ExecuteAsync("CREATE TABLE known (item_id bigint PRIMARY KEY); ALTER TABLE effects ADD FOREIGN KEY (item_id) REFERENCES known DEFERRABLE INITIALLY DEFERRED");
        await using var worker = await StartAsync<Bills>(database, new Inbox());
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeadLetterStored), () => worker.Log.ToString());
        Assert.Equal(MaxAttempts, worker.Inbox.Attempts.Count);
        Assert.Equal(0, worker.Log.Count(PostgresWorkerEventIds.DeliveryHeldUp));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_session_that_the_server_ends_for_its_idleness_is_the_listeners_failure(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        var inbox = new Inbox();
        inbox.Handler = (_, _) => Eventually.IsTrueAsync(async () => await database.ScalarAsync<long>(Sessions("count(*)")) == 0, "the session is ended");
        await using var worker = await StartAsync<Bills>(database, inbox);

        // The session of the listener's transaction is still to be made.
        await database.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" SET idle_in_transaction_session_timeout = '50ms'");
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeadLetterStored), () => worker.Log.ToString());
        Assert.Equal(MaxAttempts, inbox.Attempts.Count);
        Assert.Equal(0, worker.Log.Count(PostgresWorkerEventIds.DeliveryHeldUp));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task More_lanes_than_connections_are_warned_of_and_work(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        await using var worker = await RunningWorker.BeginAsync<Bills>(database, options => options.ConnectionString = $"{database.ConnectionString};Maximum Pool Size=2");
        await worker.IsStreamingAsync();
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.PoolTooSmall));
        await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 100) g");
        await worker.HasHandledAsync(100);
        await AssertNoFailureAsync(database, worker);
    }

    private static string Sessions(string what) =>
        $"SELECT {what} FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND state = 'idle in transaction' AND application_name LIKE 'PostgresWorker %'";

    private static async Task<int> CutAsync(TestDatabase database)
    {
        await using var connection = await database.ConnectAsync();
        await using var command = new NpgsqlCommand(Sessions("pg_terminate_backend(pid, 10000)"), connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var cut = 0;
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            cut++;
        }

        return cut;
    }

    private static async Task AssertNoFailureAsync(TestDatabase database, RunningWorker worker)
    {
        Assert.Equal(0, worker.Log.Count(PostgresWorkerEventIds.DeliveryFailed));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.dead_letters"));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource admin, string sql)
    {
        await using var command = admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database, Inbox inbox, Action<IPostgresWorkerBuilder>? more = null)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(
            database,
            options =>
            {
                options.MaxAttempts = MaxAttempts;
                options.MaxConcurrency = 8;
                options.MinRetryDelay = options.MaxRetryDelay = TimeSpan.FromMilliseconds(5);
                options.MinReconnectInterval = TimeSpan.FromMilliseconds(20);
                options.MaxReconnectInterval = TimeSpan.FromMilliseconds(200);

                // An instance whose connections broke is not removed by itself, and the next waits for its lanes.
                options.LeaseDuration = TimeSpan.FromSeconds(3);
            },
            inbox,
            more);
        await worker.IsStreamingAsync();
        return worker;
    }
}
