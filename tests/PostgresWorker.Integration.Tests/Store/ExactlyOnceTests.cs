using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.Store;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Store;

/// <summary>What a listener does in its transaction takes effect once, however often its change comes.</summary>
public sealed class ExactlyOnceTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_change_that_comes_again_is_recognised_before_the_listener_is_called(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        var inbox = new Inbox { Handler = (change, ct) => IsFirst(change) ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask };
        await using (var worker = await StartAsync<Bills>(database, inbox, options => options.MaxConcurrency = 16))
        {
            await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 20) g");
            await Eventually.IsTrueAsync(() => inbox.Handled.Count > 0 && inbox.Attempts.Any(IsFirst), "some are handled, and one hangs");
            await worker.StopAsync();
        }

        var before = inbox.Handled.Count;
        Assert.InRange(before, 1, 19);
        Assert.Equal(before, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
        inbox.Handler = (_, _) => Task.CompletedTask;
        await using var next = await StartAsync<Bills>(database, inbox);
        await Eventually.IsTrueAsync(() => inbox.Handled.Count == 20, () => $"the rest is handled; the log is:\n{next.Log}");
        await database.WhenEverythingIsConfirmedAsync();

        // From an outbox a change that is finished is deleted, whatever is before it.
        Assert.Equal(capture == Capture.Wal ? before : 0, next.Log.Count(PostgresWorkerEventIds.HandledBefore));
        Assert.Equal(20, inbox.Handled.DistinctBy(change => change.Context.Id).Count());
        await AssertOnceAsync(database, 20);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_batch_that_comes_again_in_part_is_delivered_without_that_part(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        var inbox = new Inbox { BatchHandler = (batch, ct) => batch.Any(IsFirst) ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask };
        await using (var worker = await StartAsync<Bundles>(database, inbox, options => options.MaxConcurrency = 16))
        {
            await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 40) g");
            await Eventually.IsTrueAsync(() => inbox.Handled.Count > 0 && inbox.Batches.Any(batch => batch.Changes.Any(IsFirst)), "some are handled, and one batch hangs");
            await worker.StopAsync();
        }

        var before = inbox.Handled.Select(change => change.Context.Id).ToHashSet();
        Assert.InRange(before.Count, 1, 39);
        inbox.BatchHandler = (_, _) => Task.CompletedTask;

        // On one lane batches are others than those before.
        await using var next = await StartAsync<Bundles>(database, inbox, options => options.MaxConcurrency = 1);
        await Eventually.IsTrueAsync(() => inbox.Handled.Count == 40, () => $"the rest is handled; the log is:\n{next.Log}");
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(40, inbox.Handled.DistinctBy(change => change.Context.Id).Count());
        await AssertOnceAsync(database, 40);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_an_instance_does_whose_epoch_is_over_is_undone(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TransactionListeners.Tables, capture: capture);
        var goesOn = new TaskCompletionSource();
        var inbox = new Inbox { Handler = (_, ct) => goesOn.Task.WaitAsync(ct) };
        await using var worker = await StartAsync<Bills>(database, inbox);
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 1, "the handler runs");
        var taken = await database.EndEpochAsync();
        goesOn.SetResult();
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 2, () => $"it is handled in the next epoch; the log is:\n{worker.Log}");
        await Eventually.IsTrueAsync(async () => await database.ScalarAsync<long>("SELECT count(*) FROM effects") > 0, "the effect is there");
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.EpochLost), worker.Log.ToString());
        Assert.Equal(0, worker.Log.Count(PostgresWorkerEventIds.DeliveryFailed));
        if (capture == Capture.Wal)
        {
            Assert.True(await database.ScalarAsync<long>("SELECT max(epoch) FROM postgres_worker.handled_changes") > taken);
        }

        await database.WhenEverythingIsConfirmedAsync();
        await AssertOnceAsync(database, 1);
    }

    [Fact]
    public async Task A_commit_whose_outcome_was_not_heard_is_looked_up()
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: Token);
        await using var database = await TestDatabase.CreateAsync(own, TransactionListeners.Tables);
        var inbox = new Inbox();
        await using var worker = await StartAsync<Bills>(database, inbox);

        // A commit that waits for a standby which is not there has happened, and its connection is cut before it says so.
        await database.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        await database.ExecuteAsync("SELECT pg_reload_conf()");
        await Eventually.IsTrueAsync(() => database.ScalarAsync<bool>("SELECT current_setting('synchronous_standby_names') = 'nobody'"), "the server waits for standbys");
        await database.ExecuteAsync("SET synchronous_commit = local; INSERT INTO items (id) VALUES (1)");
        await Eventually.IsTrueAsync(
            async () => await database.ExecuteAsync("WITH cut AS (SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query = 'COMMIT') SELECT count(*) FROM cut") == -1 && worker.Log.Contains(PostgresWorkerEventIds.DeliveryHeldUp),
            () => $"the commit is cut; the log is:\n{worker.Log}");
        await database.ExecuteAsync("ALTER SYSTEM RESET synchronous_standby_names");
        await database.ExecuteAsync("SELECT pg_reload_conf()");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.HandledBefore), () => $"the retry finds it handled; the log is:\n{worker.Log}");
        Assert.Single(inbox.Attempts);
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.DeliveryFailed), worker.Log.ToString());
        await AssertOnceAsync(database, 1);
    }

    [Fact]
    public async Task Records_behind_the_checkpoint_of_a_minute_ago_are_removed_in_groups()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await database.MakeStoreAsync();
        var group = HandledPruning.Group;
        await database.ExecuteAsync($"INSERT INTO postgres_worker.handled_changes SELECT c, ('0/0'::pg_lsn + g), '0/1', 0, 'l', 1 FROM generate_series(1, {group + 10}) g, (VALUES ('{database.Slot}'), ('another')) AS v (c)");
        await using var store = new WorkerStore("shop", new SourceOptions { ConnectionString = database.ConnectionString, Slot = database.Slot });
        var time = new SetTime();
        var pruning = new HandledPruning(store, time, NullLogger.Instance);
        var first = new Lsn((ulong)group + 6);
        Assert.Equal(0, await pruning.AfterAsync(first, Token));
        time.Now += HandledPruning.Interval.Ticks;
        Assert.Equal(0, await pruning.AfterAsync(first, Token));
        Assert.Equal(0, await pruning.AfterAsync(new Lsn(ulong.MaxValue), Token));
        time.Now += HandledPruning.Interval.Ticks;
        Assert.Equal(group, await pruning.AfterAsync(new Lsn(ulong.MaxValue), Token));
        Assert.Equal(5, await pruning.AfterAsync(new Lsn(ulong.MaxValue), Token));
        Assert.Equal(0, await pruning.AfterAsync(new Lsn(ulong.MaxValue), Token));
        Assert.Equal(5L, await database.ScalarAsync<long>($"SELECT count(*) FROM postgres_worker.handled_changes WHERE consumer = '{database.Slot}'"));
        Assert.Equal(group + 10L, await database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.handled_changes WHERE consumer = 'another'"));
    }

    [Fact]
    public async Task The_record_of_a_change_that_is_a_dead_letter_is_kept_until_that_is_none()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await database.MakeStoreAsync();
        await database.ExecuteAsync(
            $$"""
            INSERT INTO postgres_worker.handled_changes SELECT '{{database.Slot}}', '0/5', '0/1', g, 'l', 1 FROM generate_series(0, 2) g;
            INSERT INTO postgres_worker.dead_letters
                (consumer, source, listener, change_id, table_schema, table_name, action, system_identifier, commit_lsn, change_lsn, ordinal, transaction_id, commit_time, attempts,
                 exception_type, exception_message, exception, wire, old_tuple, new_tuple, epoch)
            SELECT '{{database.Slot}}', 'shop', 'l', '1:0/5:0/1:1', 'public', 'items', 'INSERT', '1', '0/5', '0/1', 1, 1, now(), 1, '', '', '', '{}', '', '', 1
            """);
        await using var store = new WorkerStore("shop", new SourceOptions { ConnectionString = database.ConnectionString, Slot = database.Slot });
        var time = new SetTime();
        var pruning = new HandledPruning(store, time, NullLogger.Instance);
        time.Now += HandledPruning.Interval.Ticks;
        Assert.Equal(0, await pruning.AfterAsync(new Lsn(9), Token));
        time.Now += HandledPruning.Interval.Ticks;
        Assert.Equal(2, await pruning.AfterAsync(new Lsn(9), Token));
        Assert.Equal(1, await database.ScalarAsync<int>("SELECT ordinal FROM postgres_worker.handled_changes"));
        await database.ExecuteAsync("DELETE FROM postgres_worker.dead_letters");
        time.Now += HandledPruning.Interval.Ticks;
        Assert.Equal(1, await pruning.AfterAsync(new Lsn(9), Token));
    }

    private static bool IsFirst(Change change) => change is Inserted<Item> { New.Id: 1 };

    private static async Task AssertOnceAsync(TestDatabase database, long count)
    {
        Assert.Equal(count, await database.ScalarAsync<long>("SELECT count(*) FROM effects"));
        Assert.Equal(count, await database.ScalarAsync<long>("SELECT count(DISTINCT item_id) FROM effects"));

        // Over an outbox a record goes with its change.
        Assert.Equal(database.Capture == Capture.Wal ? count : 0, await database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.handled_changes"));
    }

    private static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database, Inbox inbox, Action<SourceOptions>? configure = null)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(
            database,
            options =>
            {
                options.MinRetryDelay = options.MaxRetryDelay = TimeSpan.FromMilliseconds(5);
                options.DrainTimeout = TimeSpan.FromMilliseconds(300);
                configure?.Invoke(options);
            },
            inbox);
        await worker.IsStreamingAsync();
        return worker;
    }

    private sealed class SetTime : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }
}
