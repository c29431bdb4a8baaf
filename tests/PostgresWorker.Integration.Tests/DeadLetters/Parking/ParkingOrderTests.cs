using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.DeadLetters.Parking;

/// <summary>What is ordered with a parked key waits with it: rows that move, truncates, tables without a key, messages, batches.</summary>
public sealed class ParkingOrderTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_row_that_moves_to_another_key_parks_that_too_and_both_are_released_in_order(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot);
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison'), (5, 1, NULL)");
        await worker.HasParkedAsync(database, keys: 1, changes: 1);
        await database.ExecuteAsync("UPDATE parcels SET id = 2, version = 2, note = NULL WHERE id = 1");
        await database.ExecuteAsync("UPDATE parcels SET version = 3 WHERE id = 2; UPDATE parcels SET id = 3, version = 4 WHERE id = 2; INSERT INTO parcels VALUES (1, 10); UPDATE parcels SET version = 5 WHERE id = 3");
        await database.ExecuteAsync("UPDATE parcels SET version = 2 WHERE id = 5");
        await worker.HasParkedAsync(database, keys: 3, changes: 6);
        await Eventually.IsTrueAsync(() => depot.Handled("parcels", 5) is ["5/1", "5/2"], () => worker.Log.ToString());
        var tied = await worker.DeadLetters.ListAsync("parking", new DeadLetterFilter { Listener = "parcels", ParkedKey = "2" }, cancellationToken: Token);
        Assert.Equal([("2", "1"), ("2", null), ("3", "2")], tied.Select(letter => (letter.ParkedKey, letter.ParkedOldKey)));

        depot.IsMended = true;
        await worker.DeadLetters.ReleaseAsync("parking", "parcels", "3", "ann", Token);
        await worker.HasParkedAsync(database, keys: 0, changes: 0);
        Assert.Equal(["1/1", "2/2", "2/3", "3/4", "3/5"], depot.Handled("parcels").Where(parcel => parcel is not "1/10" && parcel[0] != '5'));
        Assert.True(depot.Handled("parcels").ToList().IndexOf("1/10") > depot.Handled("parcels").ToList().IndexOf("2/2"));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_move_that_its_listener_does_not_want_keeps_the_order_too(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<ParkingWatched>(database, depot);
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison')");
        await worker.HasParkedAsync(database, keys: 1, changes: 1);
        await database.ExecuteAsync("UPDATE parcels SET id = 2, note = NULL; UPDATE parcels SET version = 2");
        await worker.HasParkedAsync(database, keys: 2, changes: 3);
        await database.WhenEverythingIsConfirmedAsync();
        depot.IsMended = true;
        await worker.DeadLetters.ReleaseAsync("parking-watched", "watched", "2", "ann", Token);
        await worker.HasParkedAsync(database, keys: 0, changes: 0);
        Assert.Equal(["1/1", "2/2"], depot.Handled("watched"));

        // And where nothing is parked, it is as before.
        await database.ExecuteAsync("UPDATE parcels SET id = 3; UPDATE parcels SET version = 3");
        await worker.HandlesAsync(depot, "watched", "1/1", "2/2", "3/3");
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_truncate_waits_for_every_parked_key_of_its_listener_and_everything_waits_for_it(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<ParkingUntyped>(database, depot);
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison'), (2, 1, NULL)");
        await worker.HasParkedAsync(database, keys: 1, changes: 1);
        await database.ExecuteAsync("TRUNCATE parcels");
        await database.ExecuteAsync("INSERT INTO parcels VALUES (2, 2, NULL), (1, 2, NULL), (7, 1, NULL)");
        await worker.HasParkedAsync(database, keys: 4, changes: 5);
        Assert.Equal(["*", "1", "2", "7"], (await worker.DeadLetters.ListParkedKeysAsync("parking-untyped", "untyped", cancellationToken: Token)).Select(key => key.Key).Order(StringComparer.Ordinal));
        await worker.HandlesAsync(depot, "untyped", "2/1");

        // What fails again holds back the truncate, and so all.
        await worker.DeadLetters.ReleaseAsync("parking-untyped", "untyped", "7", "ann", Token);
        await Eventually.IsTrueAsync(async () => (await worker.DeadLetters.ListActionsAsync("parking-untyped", cancellationToken: Token))[0].Result is not null, () => worker.Log.ToString());
        await worker.HasParkedAsync(database, keys: 4, changes: 5);
        depot.IsMended = true;
        await worker.DeadLetters.ReleaseAsync("parking-untyped", "untyped", "7", "ann", Token);
        await worker.HasParkedAsync(database, keys: 0, changes: 0);
        Assert.Equal(["2/1", "1/1", "truncate"], depot.Handled("untyped").Take(3));
        Assert.Equal(["1/2", "2/2", "7/1"], depot.Handled("untyped").Skip(3).Order(StringComparer.Ordinal));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_table_without_a_key_is_one_queue(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Stamp.Table, capture: capture);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<ParkingKeyless>(database, depot);
        await database.ExecuteAsync("INSERT INTO stamps SELECT g, CASE g WHEN 2 THEN 'poison' END FROM generate_series(1, 200) g");
        await worker.HasParkedAsync(database, keys: 1, changes: 199);
        depot.IsMended = true;
        await worker.DeadLetters.ReleaseAsync("parking-keyless", "keyless", "*", "ann", Token);
        await database.ExecuteAsync("INSERT INTO stamps SELECT g, NULL FROM generate_series(201, 300) g");
        await worker.HandlesAsync(depot, "keyless", [.. Enumerable.Range(1, 300).Select(number => $"{number}")]);
        await worker.HasParkedAsync(database, keys: 0, changes: 0);
    }

    [Fact]
    public async Task Messages_of_a_prefix_are_one_queue()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<ParkingMessages>(database, depot);
        await database.ExecuteAsync("SELECT pg_logical_emit_message(true, 'audit', 'a'), pg_logical_emit_message(false, 'audit', 'poison'), pg_logical_emit_message(true, 'audit', 'b')");
        await worker.HasParkedAsync(database, keys: 1, changes: 3);
        depot.IsMended = true;
        await worker.DeadLetters.ReleaseAsync("parking-messages", "ParcelListeners.OnMessage", "*", "ann", Token);
        await worker.HandlesAsync(depot, "messages", "poison", "a", "b");
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_batch_is_delivered_without_what_is_parked(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<ParkingBatches>(database, depot);
        await database.ExecuteAsync("INSERT INTO parcels SELECT g, 1, CASE g WHEN 3 THEN 'poison' END FROM generate_series(1, 6) g; UPDATE parcels SET version = 2, note = NULL");
        await worker.HasParkedAsync(database, keys: 1, changes: 2);
        await database.ExecuteAsync("UPDATE parcels SET version = 3");
        await worker.HasParkedAsync(database, keys: 1, changes: 3);
        await Eventually.IsTrueAsync(() => depot.Handled("batches").Count == 15, () => worker.Log.ToString());
        Assert.Empty(depot.Handled("batches", 3));
        await database.WhenEverythingIsConfirmedAsync();

        depot.IsMended = true;
        await worker.DeadLetters.ReleaseAsync("parking-batches", "batches", "3", "ann", Token);
        await database.ExecuteAsync("UPDATE parcels SET version = 4");
        await Eventually.IsTrueAsync(() => depot.Handled("batches").Count == 24, () => worker.Log.ToString());
        await worker.HasParkedAsync(database, keys: 0, changes: 0);
        for (var id = 1; id <= 6; id++)
        {
            Assert.Equal(Enumerable.Range(1, 4).Select(version => $"{id}/{version}"), depot.Handled("batches", id));
        }
    }
}
