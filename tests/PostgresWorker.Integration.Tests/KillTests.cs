using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>The worker is killed in the middle of its work.</summary>
public sealed class KillTests(PostgresServer server)
{
    private const int Rows = 1000, Rounds = 100, Changes = Rows * Rounds;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_worker_killed_amid_100_000_changes_loses_none_and_repeats_only_what_was_not_acknowledged(Capture capture)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable, capture: capture);
        var log = Path.Combine(Directory.CreateTempSubdirectory("kill").FullName, "delivered");
        try
        {
            List<(int Lines, Func<DeliveredLine, bool> MayComeAgain)> kills = [];
            var writing = Task.CompletedTask;
            for (var kill = 1; kill <= 3; kill++)
            {
                await using var worker = TestWorkerProcess.Start(database, ("Log", log));
                await TestWorkerProcess.IsStreamingAsync(worker, ct);
                writing = kill == 1 ? WriteAsync(database) : writing;
                await Eventually.IsTrueAsync(() => DeliveredLine.Count(log) > kill * Changes / 5, "enough is delivered to kill in the middle");
                await worker.KillAsync(ct);
                await database.WhenFreeAsync();
                kills.Add((DeliveredLine.Count(log), await UnacknowledgedAsync(database)));
            }

            await using var last = TestWorkerProcess.Start(database, ("Log", log));
            await writing;
            await Eventually.IsTrueAsync(() => DeliveredLine.Count(log) >= Changes && DeliveredLine.ReadAll(log).Select(line => line.ChangeId).Distinct().Count() >= Changes, "every change is delivered");
            var delivered = DeliveredLine.ReadAll(log);
            AssertNothingLostOrInvented(delivered);
            AssertOrderPerKey(delivered);
            foreach (var (lines, mayComeAgain) in kills)
            {
                AssertRepeatsOnlyTheUnacknowledged(delivered, lines, mayComeAgain);
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

    private static async Task<Func<DeliveredLine, bool>> UnacknowledgedAsync(TestDatabase database)
    {
        if (database.Capture == Capture.Outbox)
        {
            var pending = (await database.ScalarAsync<long[]>($"SELECT coalesce(array_agg(id), '{{}}') FROM postgres_worker.\"outbox_{database.Slot}\"")).ToHashSet();
            return line => pending.Contains(line.OutboxId);
        }

        // A transaction's end, which is confirmed, lies behind the beginning of its commit record.
        var confirmed = await database.ConfirmedAsync();
        return line => line.CommitLsn >= confirmed;
    }

    private static void AssertRepeatsOnlyTheUnacknowledged(IReadOnlyList<DeliveredLine> delivered, int linesBeforeKill, Func<DeliveredLine, bool> mayComeAgain)
    {
        var before = delivered.Take(linesBeforeKill).Select(line => line.ChangeId).ToHashSet();
        var repeats = delivered.Skip(linesBeforeKill).Where(line => before.Contains(line.ChangeId)).ToArray();
        Assert.All(repeats, repeat => Assert.True(mayComeAgain(repeat), $"{repeat.ChangeId} came again although it was acknowledged."));
    }
}
