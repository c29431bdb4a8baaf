using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.DeadLetters.Parking;

/// <summary>The worker is killed while it parks and while it releases.</summary>
public sealed class ParkingKillTests(PostgresServer server)
{
    private const int Keys = 20, Parked = 90, Versions = 150, Kills = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Kills_amid_parking_and_releasing_lose_nothing_and_keep_the_order_of_every_key(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable, capture: capture);
        var folder = Directory.CreateTempSubdirectory("parking").FullName;
        var (log, mended) = (Path.Combine(folder, "delivered"), Path.Combine(folder, "mended"));
        try
        {
            await KillAsync(database, log, async () =>
            {
                await database.ExecuteAsync($"INSERT INTO items (id, note) SELECT g, CASE WHEN g <= {Keys} THEN 'until {mended}' END FROM generate_series(1, {Keys * 2}) g");
                await UpdateAsync(database, 2, Parked);
                await Eventually.IsTrueAsync(async () => await ParkedAsync(database) > Keys * Parked / 3, "some are parked");
            });
            await KillAsync(database, log, () => Eventually.IsTrueAsync(async () => await ParkedAsync(database) == Keys * Parked, "all are parked"));
            await File.WriteAllTextAsync(mended, "", Token);
            await database.ExecuteAsync("UPDATE postgres_worker.parked_keys SET state = 'requested'");
            var writing = Task.CompletedTask;
            for (var kill = 1; kill <= Kills; kill++)
            {
                var left = Keys * Parked * (Kills + 1 - kill) / (Kills + 1);
                await KillAsync(database, log, async () =>
                {
                    writing = kill == 1 ? UpdateAsync(database, Parked + 1, Versions) : writing;
                    await Eventually.IsTrueAsync(async () => await ParkedAsync(database) < left, $"it releases until {left} are left");
                });
            }

            await using var last = TestWorkerProcess.Start(database, Settings(log));
            await writing;
            await Eventually.IsTrueAsync(() => DeliveredLine.ReadAll(log).Select(line => line.ChangeId).Distinct().Count() == Keys * 2 * Versions, () => $"every change is delivered; the worker says:\n{string.Join('\n', last.Lines)}");

            // That a key is released is written a moment after its last change was handled.
            await Eventually.IsTrueAsync(async () => (await ParkedAsync(database), await ParkingWorker.KeysAsync(database)) == (0, 0), () => $"nothing is parked any more; the worker says:\n{string.Join('\n', last.Lines)}");
            foreach (var key in DeliveredLine.ReadAll(log).DistinctBy(line => line.ChangeId).GroupBy(line => line.Key))
            {
                Assert.Equal(Enumerable.Range(1, Versions), key.Select(line => line.Version));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (string, string)[] Settings(string log) =>
    [
        ("Log", log), ("PostgresWorker__Sources__test__OnExhausted", "Park"), ("PostgresWorker__Sources__test__MaxAttempts", "2"), ("PostgresWorker__Sources__test__MinRetryDelay", "00:00:00.001"),
    ];

    private static async Task KillAsync(TestDatabase database, string log, Func<Task> until)
    {
        await using var worker = TestWorkerProcess.Start(database, Settings(log));
        await TestWorkerProcess.IsStreamingAsync(worker, Token);
        await until();
        await worker.KillAsync(Token);
        await database.WhenFreeAsync();
    }

    private static async Task UpdateAsync(TestDatabase database, int from, int to)
    {
        for (var version = from; version <= to; version++)
        {
            await database.ExecuteAsync($"UPDATE items SET version = {version}, note = NULL");
        }
    }

    private static Task<long> ParkedAsync(TestDatabase database) => ParkingWorker.ChangesAsync(database);
}
