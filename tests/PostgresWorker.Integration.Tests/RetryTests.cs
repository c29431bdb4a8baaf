using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>A change counts as handled when its listener succeeds.</summary>
public sealed class RetryTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_failed_change_comes_again_until_it_succeeds(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var inbox = new Inbox { Handler = (change, _) => change.Context.Attempt < 4 ? throw new InvalidOperationException("not yet") : Task.CompletedTask };
        await using var worker = await RunningWorker.StartAsync(database, Quick, inbox);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);

        Assert.Equal(4, inbox.Attempts.Count);
        Assert.Single(inbox.Attempts.Select(change => change.Context.Id).Distinct());
        Assert.Equal(3, worker.Log.Count(PostgresWorkerEventIds.DeliveryFailed));
    }

    [Fact]
    public async Task While_a_change_fails_its_key_waits_and_nothing_behind_it_is_confirmed()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        var isMended = false;
        var inbox = new Inbox { Handler = (change, _) => Volatile.Read(ref isMended) || ((Change<Order>)change).Row.Id != 1 ? Task.CompletedTask : throw new InvalidOperationException("broken") };
        await using var worker = await RunningWorker.StartAsync(database, Quick, inbox);
        await database.WhenEverythingIsConfirmedAsync();
        var before = await database.CurrentLsnAsync();
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await database.ExecuteAsync("UPDATE orders SET customer_id = 2 WHERE id = 1");
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(2, 40) g");

        // Other keys share the failing key's lane; those of the seven other lanes go on.
        await Eventually.IsTrueAsync(() => inbox.Handled.Count > 20 && inbox.Attempts.Count(change => change.Context.Attempt > 1) > 3, "others are handled while one fails");
        Assert.DoesNotContain(inbox.Attempts, change => change is Updated<Order>);
        Assert.True(await database.ConfirmedAsync() < await database.CurrentLsnAsync());
        Assert.InRange((await database.ConfirmedAsync()).Value, 0ul, inbox.Attempts[0].Context.Transaction.CommitLsn.Value);
        Assert.True(before <= inbox.Attempts[0].Context.Lsn);

        Volatile.Write(ref isMended, true);
        await worker.HasHandledAsync(41);
        await database.WhenEverythingIsConfirmedAsync();
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_listener_that_cancels_itself_has_failed(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var inbox = new Inbox { Handler = (change, _) => change.Context.Attempt == 1 ? throw new OperationCanceledException("its own") : Task.CompletedTask };
        await using var worker = await RunningWorker.StartAsync(database, Quick, inbox);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        Assert.Equal(2, inbox.Attempts.Count);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_value_that_the_row_type_cannot_hold_is_named_and_not_tried_again(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await database.ExecuteAsync("ALTER TABLE orders ALTER total TYPE numeric");
        await using var worker = await RunningWorker.StartAsync(database, Quick);
        await database.ExecuteAsync("INSERT INTO orders (id, total) VALUES (1, 'NaN')");
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(2, 40) g");
        await Eventually.IsTrueAsync(() => worker.Inbox.Handled.Count == 39 && worker.Log.Contains(PostgresWorkerEventIds.DeliveryExhausted), "others are handled");
        Assert.Equal((1, 0), (worker.Log.Count(PostgresWorkerEventIds.DeliveryExhausted), worker.Log.Count(PostgresWorkerEventIds.DeliveryFailed)));
        Assert.Contains("Column 'total' (numeric) of table public.orders: the value is NaN or infinite", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(worker.Inbox.Attempts, change => ((Change<Order>)change).Row.Id == 1);
    }

    private static void Quick(SourceOptions options)
    {
        options.MaxAttempts = 100_000;
        options.MinRetryDelay = TimeSpan.FromMilliseconds(5);
        options.MaxRetryDelay = TimeSpan.FromMilliseconds(50);
        options.DrainTimeout = TimeSpan.FromSeconds(1);
    }
}
