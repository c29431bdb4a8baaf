using System.Diagnostics;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Changes that are handed over many at a time.</summary>
public sealed class BatchTests(PostgresServer server)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Batches_keep_to_their_size_and_the_order_of_keys_through_failures_and_transactions(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        var failures = 0;
        var inbox = new Inbox { BatchHandler = (batch, _) => Interlocked.Increment(ref failures) % 3 == 1 && batch[0].Context.Attempt < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask };
        await using var worker = await StartAsync<Batches>(database, inbox);
        await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 200) g");
        await database.ExecuteAsync("UPDATE items SET name = 'one'");
        await database.ExecuteAsync("UPDATE items SET name = 'two'");
        await database.ExecuteAsync("DELETE FROM items");
        await worker.HasHandledAsync(800);
        await database.WhenEverythingIsConfirmedAsync();

        Assert.All(inbox.Batches, batch => Assert.InRange(batch.Changes.Count, 1, 10));
        Assert.Contains(inbox.Batches, batch => batch.Changes.Count == 10);
        Assert.Contains(inbox.Batches, batch => batch.Attempt > 1);
        if (capture == Capture.Wal)
        {
            // Whether an outbox is looked at before the next transaction has committed is chance.
            Assert.Contains(inbox.Batches, batch => batch.Changes.Select(change => change.Context.Transaction.CommitLsn).Distinct().Count() > 1);
        }

        Assert.Equal(800, inbox.Handled.Count);
        Assert.All(
            inbox.Of<Change<Item>>().GroupBy(change => change.Row.Id),
            key => Assert.Equal(["INSERT", "UPDATE one", "UPDATE two", "DELETE"], key.Select(change => change is Updated<Item> { New.Name: var name } ? $"UPDATE {name}" : change.Action)));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_batch_that_is_not_full_comes_when_its_wait_is_over(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        await using var worker = await StartAsync<Batches>(database, new Inbox());
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        Assert.Single(Assert.Single(worker.Inbox.Batches).Changes);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_failing_batch_comes_again_whole_and_nothing_of_it_is_confirmed(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        var isMended = false;
        var inbox = new Inbox { BatchHandler = (_, _) => Volatile.Read(ref isMended) ? Task.CompletedTask : throw new InvalidOperationException("broken") };
        await using var worker = await StartAsync<Batches>(database, inbox, options => options.MaxConcurrency = 1);
        await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 10) g");
        await Eventually.IsTrueAsync(() => inbox.Batches.Count > 3, "the batch is tried again");
        Assert.All(inbox.Batches, batch => Assert.Equal(inbox.Batches[0].Changes, batch.Changes));
        if (capture == Capture.Wal)
        {
            Assert.True(await database.ConfirmedAsync() <= inbox.Batches[0].Changes[0].Context.Transaction.CommitLsn);
        }
        else
        {
            Assert.Equal(10, await database.PendingAsync());
        }

        Volatile.Write(ref isMended, true);
        await worker.HasHandledAsync(10);
        await database.WhenEverythingIsConfirmedAsync();
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_truncate_does_not_wait_for_a_batch_that_is_gathered(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        await using var worker = await StartAsync<Patient>(database, new Inbox());
        var begun = Stopwatch.GetTimestamp();
        await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 20) g");
        await database.ExecuteAsync("TRUNCATE items");
        await worker.HasHandledAsync(21);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, Soon);
        Assert.IsType<Truncated>(worker.Inbox.Handled[20]);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_a_batch_that_is_gathered_and_confirms_it()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table);
        var begun = Stopwatch.GetTimestamp();
        await using (var worker = await StartAsync<Patient>(database, new Inbox()))
        {
            await database.WhenEverythingIsConfirmedAsync();
            await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 20) g");
            var written = await database.CurrentLsnAsync();
            await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.LayoutBound), "the insert is read");

            // Another layout follows the first transaction, so that is read to its end.
            await database.ExecuteAsync("ALTER TABLE items ADD more int; INSERT INTO items (id) VALUES (21)");
            await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.LayoutBound) == 2, "both inserts are read");
            await worker.StopAsync();
            Assert.True(worker.Inbox.Handled.Count >= 20, worker.Log.ToString());
            Assert.True(await database.ConfirmedAsync() >= written);
        }

        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, Soon);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_a_batch_that_is_gathered_from_an_outbox_and_deletes_it()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: Capture.Outbox);
        await using var worker = await StartAsync<Patient>(database, new Inbox(), options => options.MaxConcurrency = 1);
        await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 1020) g");

        // The first batch is full; of the rest one is gathered.
        await worker.HasHandledAsync(1000);
        var begun = Stopwatch.GetTimestamp();
        await worker.StopAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, Soon);
        Assert.Equal(1020, worker.Inbox.Handled.Count + await database.PendingAsync());
    }

    private static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database, Inbox inbox, Action<SourceOptions>? configure = null)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(
            database,
            options =>
            {
                options.MinRetryDelay = TimeSpan.FromMilliseconds(5);
                options.MaxRetryDelay = TimeSpan.FromMilliseconds(50);
                configure?.Invoke(options);
            },
            inbox);
        await worker.IsStreamingAsync();
        return worker;
    }
}
