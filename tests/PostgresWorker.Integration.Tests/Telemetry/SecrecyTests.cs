using System.Collections.Concurrent;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Telemetry;

/// <summary>What a row has and what a connection string has stand in no line of the log, at no level, whatever goes wrong.</summary>
public sealed class SecrecyTests(PostgresServer server)
{
    private const string Canary = "canary-77f3", Password = "password-91c2";

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task No_value_of_a_row_and_no_password_is_logged(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, capture: capture);
        ConcurrentQueue<long> failing = new([1, 2]);
        var inbox = new Inbox { Handler = (change, _) => failing.Contains(((Change<Letter>)change).Row.Id) ? throw new InvalidOperationException("broken") : Task.CompletedTask };
        await using var worker = await RunningWorker.BeginAsync<Letters>(
            database,
            options =>
            {
                DeadLetters.DeadLetterTests.Quick(options);
                (options.MinReconnectInterval, options.MaxReconnectInterval) = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200));
                options.StatusInterval = TimeSpan.FromMilliseconds(100);
                options.ConnectionString = WithPassword(database.ConnectionString);
            },
            inbox);
        await worker.IsStreamingAsync();

        // Handled, used up, and not to be read at all: a name that is NULL.
        await database.ExecuteAsync($"INSERT INTO letters (id, name) VALUES (1, '{Canary}'), (2, '{Canary}'), (3, '{Canary}')");
        await database.ExecuteAsync("INSERT INTO letters (id, name, price) VALUES (4, NULL, 7741.25)");
        await database.ExecuteAsync($"UPDATE letters SET name = '{Canary}-2' WHERE id = 3");
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.DeadLetterStored) == 3, () => worker.Log.ToString());
        await worker.HasHandledAsync(2);
        failing.Clear();
        foreach (var letter in await worker.DeadLetters.ListAsync("letters", cancellationToken: TestContext.Current.CancellationToken))
        {
            await worker.DeadLetters.ReplayAsync("letters", [letter.Id], "ann", TestContext.Current.CancellationToken);
        }

        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.DeadLetterReplayed) == 2, () => worker.Log.ToString());
        await Eventually.IsTrueAsync(
            async () =>
            {
                await database.CutAsync();
                return worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed);
            },
            () => worker.Log.ToString());
        await database.ExecuteAsync($"INSERT INTO letters (id, name) VALUES (5, '{Canary}')");
        await worker.HasHandledAsync(5);
        await worker.StopAsync();
        AssertSecret(worker);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_password_that_is_wrong_is_not_logged(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.BeginAsync<Shop>(database, options =>
        {
            options.ConnectionString = new NpgsqlConnectionStringBuilder(WithPassword(database.ConnectionString)) { Username = "nobody_of_this_name" }.ConnectionString;
            options.WhenHalted = WhenHalted.StayUnhealthy;
        });
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.SourceHalted) || worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), () => worker.Log.ToString());
        AssertSecret(worker);
    }

    private static string WithPassword(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Password = Password }.ConnectionString;

    private static void AssertSecret(RunningWorker worker)
    {
        var log = worker.Log.ToString();
        Assert.DoesNotContain(Canary, log, StringComparison.Ordinal);
        Assert.DoesNotContain("7741.25", log, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, log, StringComparison.Ordinal);
    }
}
