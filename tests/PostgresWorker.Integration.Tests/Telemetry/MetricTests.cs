using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Telemetry;

/// <summary>What the metrics say is what happens.</summary>
public sealed class MetricTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Attempts_and_retries_are_measured(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var inbox = new Inbox { Handler = (change, _) => change.Context.Attempt == 1 ? throw new IOException() : Task.CompletedTask };
        await using var worker = await RunningWorker.StartAsync(database, DeadLetters.DeadLetterTests.Quick, inbox);
        using var metrics = Listen(worker);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1), (2)");
        await worker.HasHandledAsync(2);
        await Eventually.IsTrueAsync(() => metrics.Of("messaging.process.duration").Count == 4, () => worker.Log.ToString());
        Assert.All(metrics.Of("messaging.process.duration"), one => Assert.InRange(one.Value, 0, 60));
        Assert.Equal(4, metrics.Of("messaging.client.consumed.messages").Sum(one => one.Value));
        Assert.Equal(2, metrics.Of("messaging.client.consumed.messages").Count(one => one.Tags.ContainsKey("error.type")));
        var retries = metrics.Of("postgres_worker.delivery.retries");
        Assert.Equal(2, retries.Sum(one => one.Value));
        Assert.All(retries, one => Assert.Equal(
            ("System.IO.IOException", "OrderListeners.OnOrder", "shop", "public.orders", database.Slot, "postgresql"),
            (one.Tags["error.type"], one.Tags["postgres_worker.listener"], one.Tags["postgres_worker.source"], one.Tags["messaging.destination.name"], one.Tags["messaging.consumer.group.name"], one.Tags["messaging.system"])));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_is_not_handled_is_seen_and_gone_when_it_is(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var goesOn = new TaskCompletionSource();
        var inbox = new Inbox { Handler = (_, ct) => goesOn.Task.WaitAsync(ct) };
        await using var worker = await RunningWorker.StartAsync(database, options => options.StatusInterval = TimeSpan.FromMilliseconds(100), inbox);
        using var metrics = Listen(worker);
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT generate_series(1, 3)");
        await database.ExecuteAsync("CREATE TABLE others (id int)");
        await Says(metrics, worker, "postgres_worker.delivery.in_flight", value => value == 3);
        await Says(metrics, worker, "postgres_worker.source.lag", value => value > 0.3);
        Assert.Equal(1, metrics.Now("postgres_worker.source.connected"));
        if (capture == Capture.Wal)
        {
            await Says(metrics, worker, "postgres_worker.source.unconfirmed", value => value > 0);
            await Says(metrics, worker, "postgres_worker.source.retained", value => value > 0);
            Assert.Null(metrics.Now("postgres_worker.outbox.pending"));
        }
        else
        {
            await Says(metrics, worker, "postgres_worker.outbox.pending", value => value == 3);
            await Says(metrics, worker, "postgres_worker.outbox.oldest_age", value => value > 0.3);
            Assert.Null(metrics.Now("postgres_worker.source.retained"));
        }

        goesOn.SetResult();
        await Says(metrics, worker, "postgres_worker.delivery.in_flight", value => value == 0);
        await Says(metrics, worker, "postgres_worker.source.lag", value => value == 0);
        if (capture == Capture.Outbox)
        {
            await Says(metrics, worker, "postgres_worker.outbox.pending", value => value == 0);
        }
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_connection_that_is_cut_and_made_again_is_counted(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database, options => options.MinReconnectInterval = TimeSpan.FromMilliseconds(20));
        using var metrics = Listen(worker);

        // Of an outbox's connections not every one ends the session.
        await Eventually.IsTrueAsync(
            async () =>
            {
                await database.CutAsync();
                return metrics.Of("postgres_worker.source.reconnects").Count > 0;
            },
            () => worker.Log.ToString());
        Assert.Equal("shop", metrics.Of("postgres_worker.source.reconnects")[0].Tags["postgres_worker.source"]);
        Assert.True(metrics.Of("postgres_worker.source.reconnects")[0].Tags.ContainsKey("error.type"));
        await Says(metrics, worker, "postgres_worker.source.connected", value => value == 1);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Dead_letters_are_counted_until_they_are_gone(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        await using var worker = await RunningWorker.BeginAsync<Letters>(database, options =>
        {
            DeadLetters.DeadLetterTests.Quick(options);
            options.StatusInterval = TimeSpan.FromMilliseconds(100);
        });
        await worker.IsStreamingAsync();
        using var metrics = Listen(worker);
        await database.ExecuteAsync("INSERT INTO letters (id) VALUES (1), (2)");
        await Says(metrics, worker, "postgres_worker.dead_letters", value => value == 2, "dead");
        Assert.Equal(0, metrics.Now("postgres_worker.dead_letters", "parked"));
        await database.ExecuteAsync("DELETE FROM postgres_worker.dead_letters");
        await Says(metrics, worker, "postgres_worker.dead_letters", value => value == 0, "dead");
    }

    private static RecordedMetrics Listen(RunningWorker worker) => new(worker.Services.GetRequiredService<IMeterFactory>());

    private static Task Says(RecordedMetrics metrics, RunningWorker worker, string name, Func<double, bool> expected, string? tag = null) =>
        Eventually.IsTrueAsync(() => metrics.Now(name, tag) is { } value && expected(value), () => $"{name} is as expected, and not {metrics.Now(name, tag)}; the log is:\n{worker.Log}");
}
