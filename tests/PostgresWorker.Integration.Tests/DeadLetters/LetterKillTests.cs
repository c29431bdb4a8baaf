using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.DeadLetters;

/// <summary>The worker is killed between what it writes of a dead letter.</summary>
public sealed class LetterKillTests(PostgresServer server) : IDisposable
{
    private const string Letters = "SELECT count(*) FROM postgres_worker.dead_letters";

    private readonly string _folder = Directory.CreateTempSubdirectory("letters").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string LogFile => Path.Combine(_folder, "delivered");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_change_that_comes_again_and_is_handled_is_a_dead_letter_no_more(Capture capture)
    {
        await using var database = await KilledBeforeTheCheckpointAsync("handled", capture);
        await using var next = Start(database);
        await Eventually.IsTrueAsync(() => Keys().SequenceEqual([1, 2]), () => $"both are handled, and not: {string.Join(' ', Keys())}\n{string.Join('\n', next.Lines)}");
        await Eventually.IsTrueAsync(async () => await database.ScalarAsync<long>(Letters) == 0, "the letter is gone");
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Contains(next.Lines, line => line.Contains("handled dead letter", StringComparison.Ordinal));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_change_that_comes_again_and_fails_again_is_the_same_dead_letter(Capture capture)
    {
        await using var database = await KilledBeforeTheCheckpointAsync("failed", capture);
        await using var next = Start(database, ("Trouble", "1"));
        await Eventually.IsTrueAsync(async () => await database.ScalarAsync<int>("SELECT attempts FROM postgres_worker.dead_letters") == 4, "its attempts are added");
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(1L, await database.ScalarAsync<long>(Letters));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_worker_that_is_killed_in_the_middle_of_a_replay_leaves_it_to_the_next(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable, capture: capture);
        await using (var worker = Start(database, ("Trouble", "1"), ("Hang", "yes")))
        {
            await TestWorkerProcess.IsStreamingAsync(worker, Token);
            await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
            await worker.LineAsync(line => line.Contains("is a dead letter", StringComparison.Ordinal), Token);
            await database.WhenEverythingIsConfirmedAsync();
            await database.ExecuteAsync("UPDATE postgres_worker.dead_letters SET state = 'requested'");
            await worker.LineAsync(line => line.StartsWith("hangs on", StringComparison.Ordinal), Token);
            await worker.KillAsync(Token);
        }

        Assert.Equal("requested", await database.ScalarAsync<string>("SELECT state FROM postgres_worker.dead_letters"));
        await using var next = Start(database);
        await Eventually.IsTrueAsync(async () => await database.ScalarAsync<long>(Letters) == 0, () => $"the letter is gone\n{string.Join('\n', next.Lines)}");
        Assert.Equal([1], Keys());
    }

    private async Task<TestDatabase> KilledBeforeTheCheckpointAsync(string test, Capture capture)
    {
        var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable, test, capture: capture);
        await using var worker = Start(database, ("Trouble", "1"));
        await TestWorkerProcess.IsStreamingAsync(worker, Token);
        await database.ExecuteAsync(
            $"""
            CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no acknowledgement' USING ERRCODE = 'lock_not_available'; END $$;
            CREATE TRIGGER fail BEFORE {Acknowledgement(database)} FOR EACH ROW EXECUTE FUNCTION fail()
            """);
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1), (2)");
        await worker.LineAsync(line => line.Contains("is a dead letter", StringComparison.Ordinal), Token);
        await Eventually.IsTrueAsync(() => Keys().Contains(2), "the other is handled");
        await worker.KillAsync(Token);
        File.Delete(LogFile);
        await database.ExecuteAsync("DROP FUNCTION fail() CASCADE");
        Assert.Equal(2, await database.ScalarAsync<int>("SELECT attempts FROM postgres_worker.dead_letters"));
        return database;
    }

    private static string Acknowledgement(TestDatabase database) =>
        database.Capture == Capture.Wal ? "UPDATE ON postgres_worker.checkpoints" : $"DELETE ON postgres_worker.\"outbox_{database.Slot}\"";

    private ThrowAwayProgram Start(TestDatabase database, params (string Name, string Value)[] settings) => TestWorkerProcess.Start(
        database, [("Log", LogFile), ("PostgresWorker__Sources__test__MaxAttempts", "2"), ("PostgresWorker__Sources__test__MaxRetryDelay", "00:00:00.001"), ("PostgresWorker__Sources__test__MinRetryDelay", "00:00:00.001"), .. settings]);

    private IReadOnlyList<long> Keys() => File.Exists(LogFile) ? [.. DeliveredLine.ReadAll(LogFile).Select(line => line.Key).Order()] : [];
}
