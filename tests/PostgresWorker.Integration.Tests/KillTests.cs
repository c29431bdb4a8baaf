using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>The worker is killed in the middle of its work.</summary>
public sealed class KillTests(PostgresServer server)
{
    private const int Rows = 1000, Rounds = 100, Changes = Rows * Rounds;

    [Fact]
    public async Task A_worker_killed_amid_100_000_changes_loses_none_and_repeats_only_what_was_not_acknowledged()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable);
        var log = Path.Combine(Directory.CreateTempSubdirectory("kill").FullName, "delivered");
        try
        {
            List<(int Lines, Lsn Confirmed)> kills = [];
            var writing = Task.CompletedTask;
            for (var kill = 1; kill <= 3; kill++)
            {
                await using var worker = TestWorkerProcess.Start(database, ("Log", log));
                await TestWorkerProcess.IsStreamingAsync(worker, ct);
                writing = kill == 1 ? WriteAsync(database) : writing;
                await Eventually.IsTrueAsync(() => DeliveredLine.Count(log) > kill * Changes / 5, "enough is delivered to kill in the middle");
                await worker.KillAsync(ct);
                await Eventually.IsTrueAsync(async () => !await database.ScalarAsync<bool>($"SELECT active FROM pg_replication_slots WHERE slot_name = '{database.Slot}'"), "the slot is free");
                kills.Add((DeliveredLine.Count(log), await database.ConfirmedAsync()));
            }

            await using var last = TestWorkerProcess.Start(database, ("Log", log));
            await writing;
            await Eventually.IsTrueAsync(() => DeliveredLine.Count(log) >= Changes && DeliveredLine.ReadAll(log).Select(line => line.ChangeId).Distinct().Count() >= Changes, "every change is delivered");
            var delivered = DeliveredLine.ReadAll(log);
            AssertNothingLostOrInvented(delivered);
            AssertOrderPerKey(delivered);
            foreach (var (lines, confirmed) in kills)
            {
                AssertRepeatsOnlyTheUnacknowledged(delivered, lines, confirmed);
            }

            TestContext.Current.TestOutputHelper!.WriteLine($"measured: {delivered.Count - Changes} of {Changes} changes were repeated after {kills.Count} kills");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(log)!, recursive: true);
        }
    }

    private static async Task WriteAsync(TestDatabase database)
    {
        await database.ExecuteAsync($"INSERT INTO items (id) SELECT g FROM generate_series(1, {Rows}) g");
        for (var round = 1; round < Rounds; round++)
        {
            await database.ExecuteAsync("UPDATE items SET version = version + 1");
        }
    }

    private static void AssertNothingLostOrInvented(IReadOnlyList<DeliveredLine> delivered)
    {
        // One id for each version of each key, and the same content at every delivery of an id.
        var byId = delivered.GroupBy(line => line.ChangeId).ToArray();
        Assert.Equal(Changes, byId.Length);
        Assert.All(byId, line => Assert.Single(line.Select(repeat => repeat.Text).Distinct()));
        Assert.Equal(Changes, byId.Select(line => (line.First().Key, line.First().Version)).Distinct().Count());
    }

    private static void AssertOrderPerKey(IReadOnlyList<DeliveredLine> delivered)
    {
        foreach (var key in delivered.DistinctBy(line => line.ChangeId).GroupBy(line => line.Key))
        {
            Assert.Equal(Enumerable.Range(1, Rounds), key.Select(line => line.Version));
        }
    }

    private static void AssertRepeatsOnlyTheUnacknowledged(IReadOnlyList<DeliveredLine> delivered, int linesBeforeKill, Lsn confirmed)
    {
        var before = delivered.Take(linesBeforeKill).Select(line => line.ChangeId).ToHashSet();
        var repeats = delivered.Skip(linesBeforeKill).Where(line => before.Contains(line.ChangeId)).ToArray();

        // A transaction's end, which is confirmed, lies behind the beginning of its commit record.
        Assert.All(repeats, repeat => Assert.True(repeat.CommitLsn >= confirmed, $"{repeat.ChangeId} came again although {confirmed} was acknowledged."));
    }
}
