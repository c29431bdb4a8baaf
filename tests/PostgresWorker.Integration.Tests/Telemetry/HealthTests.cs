using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Telemetry;

/// <summary>What health checks say of a worker is so, and in time.</summary>
public sealed class HealthTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_source_that_works_is_healthy_and_tells_how_it_is(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await StartAsync<Shop>(database, _ => { });
        await IsAsync(worker, "shop", HealthStatus.Healthy);
        await Eventually.IsTrueAsync(async () => (await CheckAsync(worker)).Entries["postgres_worker.shop"].Data.ContainsKey("dead_letters"), () => worker.Log.ToString());
        var report = await CheckAsync(worker);
        Assert.Equal(["postgres_worker", "postgres_worker.shop"], report.Entries.Keys.Order());
        Assert.Equal((HealthStatus.Healthy, "All loops move."), (report.Entries["postgres_worker"].Status, report.Entries["postgres_worker"].Description));
        Assert.Equal([["live"], ["ready"]], report.Entries.OrderBy(entry => entry.Key).Select(entry => entry.Value.Tags));
        var data = report.Entries["postgres_worker.shop"].Data;
        Assert.Equal(("Running", false, 0, 0L), (data["state"], data["is_paused"], data["in_flight"], data["dead_letters"]));
        Assert.Equal(capture == Capture.Wal, data.ContainsKey("retained_bytes"));
        Assert.Equal(capture == Capture.Outbox, data.ContainsKey("outbox_pending"));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_source_that_halted_is_unhealthy_and_the_process_is_not(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        await using var worker = await StartAsync<LettersHalted>(
            database, options => options.WhenHalted = WhenHalted.StayUnhealthy, new Inbox { Handler = (_, _) => throw new InvalidOperationException("secret") });
        await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (1, 'one')");
        await IsAsync(worker, "letters-halted", HealthStatus.Unhealthy);
        var report = await CheckAsync(worker);
        var entry = report.Entries["postgres_worker.letters-halted"];
        Assert.Equal(("Halted", "PostgresWorker.SourceHaltedException"), (entry.Data["state"], entry.Data["error"]));
        Assert.Null(entry.Exception);
        Assert.DoesNotContain("secret", entry.Description, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, report.Entries["postgres_worker"].Status);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_source_without_its_server_is_degraded_then_unhealthy_and_healthy_again(Capture capture)
    {
        await using var own = await ThrowAwayPostgres.StartAsync(ct: Token);
        await using var database = await TestDatabase.CreateAsync(own, capture: capture);
        await using var worker = await StartAsync<Shop>(database, options =>
        {
            (options.MinReconnectInterval, options.MaxReconnectInterval) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200));
            options.UnhealthyAfter = TimeSpan.FromSeconds(5);
        });
        await IsAsync(worker, "shop", HealthStatus.Healthy);

        // Looked at meanwhile: a server may take longer to end than the source is degraded only.
        var degraded = IsAsync(worker, "shop", HealthStatus.Degraded);
        await own.StopAsync(PostgresStopMode.Immediate, Token);
        await degraded;
        await IsAsync(worker, "shop", HealthStatus.Unhealthy);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(worker)).Entries["postgres_worker"].Status);
        await own.StartAgainAsync(Token);
        database.ForgetConnections();
        await IsAsync(worker, "shop", HealthStatus.Healthy);
    }

    [Fact]
    public async Task Wal_that_is_retained_is_told_before_the_slot_is_lost()
    {
        await using var own = await ThrowAwayPostgres.StartAsync(
            new ThrowAwayPostgresOptions { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["max_slot_wal_keep_size"] = "64MB" } }, Token);
        await using var database = await TestDatabase.CreateAsync(own);
        await using var worker = await StartAsync<Shop>(database, _ => { });
        await IsAsync(worker, "shop", HealthStatus.Healthy);
        await worker.Control.PauseAsync("shop", Token);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await database.ExecuteAsync("SELECT pg_logical_emit_message(true, 'x', repeat('x', 1000000)) FROM generate_series(1, 36)");
        await IsAsync(worker, "shop", HealthStatus.Degraded);
        var entry = (await CheckAsync(worker)).Entries["postgres_worker.shop"];
        Assert.Contains("of max_slot_wal_keep_size = 64 MB: DegradedWalShare (50 %) or more. Beyond that the slot is lost.", entry.Description, StringComparison.Ordinal);
        Assert.InRange((long)entry.Data["retained_bytes"], 32L << 20, 64L << 20);
        Assert.Equal(Assert.Single(worker.Control.GetStatus("shop").Problems), entry.Description![entry.Description!.IndexOf("The server", StringComparison.Ordinal)..]);

        // The server moves what it keeps forward when it notes which transactions run, as a checkpoint does.
        worker.Control.Resume("shop");
        await Eventually.IsTrueAsync(
            async () =>
            {
                await database.ExecuteAsync("INSERT INTO orders (id) SELECT max(id) + 1 FROM orders");
                await database.ExecuteAsync("CHECKPOINT");
                return (await CheckAsync(worker)).Entries["postgres_worker.shop"].Status == HealthStatus.Healthy;
            },
            () => $"it is healthy again; the log is:\n{worker.Log}");
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Dead_letters_degrade_until_somebody_has_decided(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        await using var worker = await StartAsync<Letters>(database, DeadLetters.DeadLetterTests.Quick);
        await database.ExecuteAsync("INSERT INTO letters (id) VALUES (1)");
        await IsAsync(worker, "letters", HealthStatus.Degraded);
        Assert.EndsWith("Changes wait for somebody to decide: 1 dead letters, 0 parked changes.", (await CheckAsync(worker)).Entries["postgres_worker.letters"].Description, StringComparison.Ordinal);
        var letter = Assert.Single(await worker.DeadLetters.ListAsync("letters", cancellationToken: Token));
        await worker.DeadLetters.DiscardAsync("letters", [letter.Id], "ann", Token);
        await IsAsync(worker, "letters", HealthStatus.Healthy);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Handling_that_lags_behind_degrades(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var goesOn = new TaskCompletionSource();
        await using var worker = await StartAsync<Shop>(database, options => options.DegradedLag = TimeSpan.FromSeconds(1), new Inbox { Handler = (_, ct) => goesOn.Task.WaitAsync(ct) });
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await IsAsync(worker, "shop", HealthStatus.Degraded);
        Assert.Contains("which is DegradedLag (00:00:01) or more.", (await CheckAsync(worker)).Entries["postgres_worker.shop"].Description, StringComparison.Ordinal);
        goesOn.SetResult();
        await IsAsync(worker, "shop", HealthStatus.Healthy);
    }

    [Fact]
    public async Task An_instance_that_stands_by_is_ready()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var active = await RunningWorker.StartAsync(database);
        await using var standby = await RunningWorker.BeginAsync<Shop>(database, more: AddChecks);
        await Eventually.IsTrueAsync(() => standby.Log.Contains(PostgresWorkerEventIds.Standby), () => standby.Log.ToString());
        var entry = (await CheckAsync(standby)).Entries["postgres_worker.shop"];
        Assert.Equal((HealthStatus.Healthy, "Standby"), (entry.Status, entry.Data["state"]));
    }

    private static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database, Action<SourceOptions> configure, Inbox? inbox = null)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(
            database,
            options =>
            {
                options.StatusInterval = TimeSpan.FromMilliseconds(100);
                configure(options);
            },
            inbox,
            AddChecks);
        await worker.IsStreamingAsync();
        return worker;
    }

    private static void AddChecks(IPostgresWorkerBuilder worker) => worker.Services.AddHealthChecks().AddPostgresWorker();

    private static Task<HealthReport> CheckAsync(RunningWorker worker) => worker.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);

    private static Task IsAsync(RunningWorker worker, string source, HealthStatus status) => Eventually.IsTrueAsync(
        async () => (await CheckAsync(worker)).Entries[$"postgres_worker.{source}"].Status == status,
        () => $"source {source} is {status}; {worker.Control.GetStatus(source)}; the log is:\n{worker.Log}");
}
