using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Telemetry;

/// <summary>What goes wrong a thousand times is told in a few lines, which have the right number.</summary>
public sealed partial class WarningCountTests(PostgresServer server)
{
    private const int Keys = 500, Failures = 2;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_listener_that_fails_for_many_keys_is_told_in_few_lines(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var inbox = new Inbox { Handler = (change, _) => change.Context.Attempt <= Failures ? throw new InvalidOperationException("not yet") : Task.CompletedTask };
        await using var worker = await RunningWorker.StartAsync(database, options => options.MinRetryDelay = options.MaxRetryDelay = TimeSpan.FromMilliseconds(5), inbox);
        using var metrics = new RecordedMetrics(worker.Services.GetRequiredService<IMeterFactory>());
        var begun = TimeProvider.System.GetTimestamp();
        await database.ExecuteAsync($"INSERT INTO orders (id) SELECT g FROM generate_series(1, {Keys}) g");
        await worker.HasHandledAsync(Keys);
        await worker.StopAsync();
        AssertTold(worker, PostgresWorkerEventIds.DeliveryFailed, Keys * Failures, begun);
        Assert.Equal(Keys * Failures, metrics.Of("postgres_worker.delivery.retries").Sum(retry => retry.Value));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task An_outage_is_told_in_few_lines_and_dead_letters_each(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var inbox = new Inbox { Handler = (change, _) => ((Change<Order>)change).Row.Id < 100 ? throw new InvalidOperationException("never") : Task.CompletedTask };
        await using var worker = await RunningWorker.StartAsync(
            database,
            options =>
            {
                (options.MinReconnectInterval, options.MaxReconnectInterval) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));
                options.MaxAttempts = 1;
            },
            inbox);
        using var metrics = new RecordedMetrics(worker.Services.GetRequiredService<IMeterFactory>());
        var begun = TimeProvider.System.GetTimestamp();
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(1, 20) g");
        await Eventually.IsTrueAsync(() => worker.Log.Told(PostgresWorkerEventIds.DeadLetterStored).Count == 20, () => worker.Log.ToString());
        await using var admin = NpgsqlDataSource.Create(server.ConnectionString);
        await using var close = admin.CreateCommand($"ALTER DATABASE \"{database.Name}\" ALLOW_CONNECTIONS false");
        await close.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await database.CutAsync();
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.ConnectionFailed) >= 20, () => worker.Log.ToString());
        await using var open = admin.CreateCommand($"ALTER DATABASE \"{database.Name}\" ALLOW_CONNECTIONS true");
        await open.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (100)");
        await worker.HasHandledAsync(1);
        await worker.StopAsync();
        AssertTold(worker, PostgresWorkerEventIds.ConnectionFailed, (long)metrics.Of("postgres_worker.source.reconnects").Sum(reconnect => reconnect.Value), begun, causes: 3);

        // What was finished just before the cut may come again.
        AssertTold(worker, PostgresWorkerEventIds.DeliveryExhausted, inbox.Attempts.OfType<Change<Order>>().Count(change => change.Row.Id < 100), begun);
    }

    private static void AssertTold(RunningWorker worker, int eventId, long times, long begun, int causes = 1)
    {
        var told = worker.Log.Told(eventId);
        Assert.True(times == told.Sum(Times), $"{times}, and not {string.Join('\n', told)}");

        // The first, one for each minute that this took, and one at the end.
        Assert.InRange(told.Count, 2, causes * (2 + (int)TimeProvider.System.GetElapsedTime(begun).TotalMinutes));
    }

    private static long Times(string line) =>
        Number().Match(line) is { Success: true } match ? long.Parse(match.Groups["times"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : 1;

    [GeneratedRegex(@"\((?<times>[\d,]+) times more", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();
}
