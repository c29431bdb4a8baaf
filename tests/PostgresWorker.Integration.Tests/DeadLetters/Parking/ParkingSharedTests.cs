using PostgresWorker.Integration.Outbox;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.DeadLetters.Parking;

/// <summary>Rows move between keys whose lanes two instances have: what is parked by the one is known to the other.</summary>
public sealed class ParkingSharedTests(PostgresServer server)
{
    private const int Rows = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_that_moves_away_from_a_key_that_is_parked_waits_whoever_has_the_lane_that_it_moves_to()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: Capture.Outbox);
        var depot = new Depot();
        await using var first = await StartAsync(database, depot);
        await using var second = await StartAsync(database, depot);
        await SharingTests.HaveAsync(database, 128, 128);
        await database.ExecuteAsync($"INSERT INTO parcels SELECT g, 1, 'poison' FROM generate_series(1, {Rows}) g");
        await first.HasParkedAsync(database, Rows, Rows);
        await database.ExecuteAsync("UPDATE parcels SET id = id + 100, version = 2, note = NULL");
        await first.HasParkedAsync(database, 2 * Rows, 2 * Rows);
        await database.ExecuteAsync("UPDATE parcels SET version = 3");
        await first.HasParkedAsync(database, 2 * Rows, 3 * Rows);
        Assert.Empty(depot.Handled("parcels"));
        depot.IsMended = true;
        Assert.Equal(2 * Rows, await first.DeadLetters.ReleaseAsync("parking", "parcels", null, "ann", Token));
        await first.HasParkedAsync(database, 0, 0);
        await database.ExecuteAsync("UPDATE parcels SET version = 4");
        await HasHandledAsync(depot, 4 * Rows, first);
        AssertInOrder(depot, row => [$"{row}/1", $"{row + 100}/2", $"{row + 100}/3", $"{row + 100}/4"]);
    }

    [Fact]
    public async Task A_row_that_moves_and_is_parked_parks_its_old_key_for_the_instance_that_has_its_lane()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: Capture.Outbox);
        var depot = new Depot();
        await using var first = await StartAsync(database, depot);
        await using var second = await StartAsync(database, depot);
        await SharingTests.HaveAsync(database, 128, 128);
        await database.ExecuteAsync($"INSERT INTO parcels SELECT g, 1 FROM generate_series(1, {Rows}) g");
        await HasHandledAsync(depot, Rows, first);

        // A new row takes the key at once, and so may be looked at when the one that moved is parked and gone.
        await database.ExecuteAsync("UPDATE parcels SET id = id + 100, version = 2, note = 'poison'");
        await database.ExecuteAsync($"INSERT INTO parcels SELECT g, 10 FROM generate_series(1, {Rows}) g");
        await first.HasParkedAsync(database, 2 * Rows, 2 * Rows);
        await database.ExecuteAsync("UPDATE parcels SET version = version + 1, note = NULL");
        await first.HasParkedAsync(database, 2 * Rows, 4 * Rows);
        Assert.Equal(Rows, depot.Handled("parcels").Count);

        // As another process does, which can't wake these; of one of the two keys, with which the other is tied.
        depot.IsMended = true;
        await database.ExecuteAsync("UPDATE postgres_worker.parked_keys SET state = 'requested' WHERE length(key) = 3");
        for (var version = 12; version <= 20; version++)
        {
            await database.ExecuteAsync($"UPDATE parcels SET version = version + 1");
        }

        await HasHandledAsync(depot, 23 * Rows, first);
        await first.HasParkedAsync(database, 0, 0);
        AssertInOrder(depot, row => [$"{row}/1", .. Enumerable.Range(2, 11).Select(version => $"{row + 100}/{version}")]);
        AssertInOrder(depot, row => [$"{row}/1", $"{row + 100}/2", .. Enumerable.Range(10, 11).Select(version => $"{row}/{version}")]);
    }

    [Fact]
    public async Task A_truncate_that_is_parked_holds_the_rows_of_all_instances_until_it_is_released()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: Capture.Outbox);
        var depot = new Depot();
        await using var first = await StartAsync<ParkingUntyped>(database, depot);
        await using var second = await StartAsync<ParkingUntyped>(database, depot);
        await SharingTests.HaveAsync(database, 128, 128);
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison')");
        await first.HasParkedAsync(database, keys: 1, changes: 1);
        await database.ExecuteAsync("TRUNCATE parcels");
        await database.ExecuteAsync($"INSERT INTO parcels SELECT g, 2 FROM generate_series(1, {Rows}) g");
        await first.HasParkedAsync(database, Rows + 1, Rows + 2);
        Assert.Empty(depot.Handled("untyped"));
        depot.IsMended = true;
        await second.DeadLetters.ReleaseAsync("parking-untyped", "untyped", "1", "ann", Token);
        await first.HasParkedAsync(database, 0, 0);
        await database.ExecuteAsync("UPDATE parcels SET version = 3");
        await Eventually.IsTrueAsync(() => depot.Handled("untyped").Count == 2 + (2 * Rows), () => first.Log.ToString());
        Assert.Equal(["1/1", "truncate"], depot.Handled("untyped").Take(2));
        for (var row = 1; row <= Rows; row++)
        {
            Assert.Equal([$"{row}/2", $"{row}/3"], depot.Handled("untyped", row).Where(parcel => parcel != "1/1"));
        }
    }

    private static Task<RunningWorker> StartAsync(TestDatabase database, Depot depot) => StartAsync<Worker.Parking>(database, depot);

    private static Task<RunningWorker> StartAsync<TSource>(TestDatabase database, Depot depot)
        where TSource : ISourceNamed => ParkingWorker.StartAsync<TSource>(database, depot, SharingTests.Quick);

    private static Task HasHandledAsync(Depot depot, int count, RunningWorker worker) =>
        Eventually.IsTrueAsync(() => depot.Handled("parcels").Count >= count, () => $"{count} are handled and not {depot.Handled("parcels").Count}; the log is:\n{worker.Log}", TimeSpan.FromSeconds(40));

    /// <summary>Each was handled once, and in this order.</summary>
    private static void AssertInOrder(Depot depot, Func<int, string[]> parcels)
    {
        var handled = depot.Handled("parcels");
        for (var row = 1; row <= Rows; row++)
        {
            var expected = parcels(row);
            Assert.Equal(expected, handled.Where(expected.Contains));
        }
    }
}
