using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>What a listener writes in its transaction is there when the call succeeds, and only then.</summary>
public sealed class TransactionTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_call_that_throws_leaves_nothing_and_one_that_succeeds_leaves_everything(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        var inbox = new Inbox { Handler = (change, _) => change.Context.Attempt < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask };
        await using var worker = await StartAsync<Bills>(database, inbox);
        await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 20) g");
        await worker.HasHandledAsync(20);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(60, inbox.Attempts.Count);
        Assert.Equal(20L, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
        Assert.Equal(20L, await database.ScalarAsync<long>("SELECT count(DISTINCT item_id) FROM effects WHERE attempt = 3"));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_batch_has_one_transaction(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        var inbox = new Inbox { BatchHandler = (batch, _) => batch[0].Context.Attempt < 2 ? throw new InvalidOperationException("not yet") : Task.CompletedTask };
        await using var worker = await StartAsync<Bundles>(database, inbox, options => options.MaxConcurrency = 1);
        await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 20) g");
        await worker.HasHandledAsync(20);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(20L, await database.ScalarAsync<long>("SELECT count(*) FROM effects WHERE attempt = 2"));
        Assert.Equal(20L, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));

        // xmin: who wrote the row.
        Assert.Equal(inbox.Batches.Count(batch => batch.Attempt == 2), await database.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM effects"));
    }

    [Theory]
    [InlineData("commit", 2)]
    [InlineData("rollback", 1)]
    [InlineData("dispose", 1)]
    [InlineData("sql", 1)]
    public async Task A_listener_that_ends_the_transaction_has_failed_and_is_told_why(string how, int effects)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, $"ends_by_{how}");
        await using var worker = await StartAsync<Misuse>(database, new Inbox());
        await database.ExecuteAsync($"INSERT INTO items (id, name) VALUES (1, '{how}')");
        await worker.HasHandledAsync(2);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Contains(
            "Listener TransactionListeners.OnMisused committed, rolled back or disposed its transaction, which is the worker's to end",
            worker.Log.ToString(),
            StringComparison.Ordinal);
        Assert.Equal(effects, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_statement_that_failed_in_the_transaction_is_not_swallowed_with_its_effects(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        await using var worker = await StartAsync<Misuse>(database, new Inbox());
        await database.ExecuteAsync("INSERT INTO items (id, name) VALUES (1, 'swallow')");
        await worker.HasHandledAsync(2);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.DeliveryFailed));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM effects WHERE attempt = 2"));
        Assert.Equal(1L, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task The_connection_has_the_applications_own_settings(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        await database.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" SET TimeZone = 'Asia/Tokyo'; ALTER TABLE effects ADD zone text DEFAULT current_setting('TimeZone')");
        await using var worker = await StartAsync<Bills>(database, new Inbox());
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal("Asia/Tokyo", await database.ScalarAsync<string>("SELECT zone FROM effects"));
    }

    private static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database, Inbox inbox, Action<SourceOptions>? configure = null)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(
            database,
            options =>
            {
                options.MinRetryDelay = options.MaxRetryDelay = TimeSpan.FromMilliseconds(5);
                configure?.Invoke(options);
            },
            inbox);
        await worker.IsStreamingAsync();
        return worker;
    }
}
