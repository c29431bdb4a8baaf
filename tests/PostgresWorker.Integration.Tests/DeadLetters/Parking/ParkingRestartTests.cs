using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.DeadLetters.Parking;

/// <summary>What is parked outlives stops, kills and halts, and comes once into its place.</summary>
public sealed class ParkingRestartTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_comes_again_behind_a_restart_is_not_stored_behind_what_it_was_before(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot { Before = (parcel, ct) => parcel == "9/1" ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask };

        // The first transaction is not finished, so everything comes again.
        await using (var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot))
        {
            await database.ExecuteAsync("INSERT INTO parcels VALUES (9)");
            await database.ExecuteAsync("INSERT INTO parcels VALUES (1)");
            await database.ExecuteAsync("UPDATE parcels SET version = 2, note = 'poison' WHERE id = 1");
            await database.ExecuteAsync("UPDATE parcels SET version = 3, note = NULL WHERE id = 1");
            await worker.HasParkedAsync(database, keys: 1, changes: 2);
            Assert.Equal(["1/1"], depot.Handled("parcels"));
        }

        depot.Before = (_, _) => Task.CompletedTask;
        await using var next = await ParkingWorker.StartAsync<Worker.Parking>(database, depot);
        await Eventually.IsTrueAsync(() => next.Log.Contains(PostgresWorkerEventIds.ParkedFound), () => next.Log.ToString());
        await database.ExecuteAsync("UPDATE parcels SET version = 4 WHERE id = 1");
        await next.HasParkedAsync(database, keys: 1, changes: 3);
        await database.WhenEverythingIsConfirmedAsync();
        depot.IsMended = true;
        await next.DeadLetters.ReleaseAsync("parking", "parcels", "1", "ann", Token);
        await next.HasParkedAsync(database, keys: 0, changes: 0);
        Assert.Equal(["1/1", "1/2", "1/3", "1/4"], depot.Handled("parcels", 1));
        Assert.Equal(["9/1"], depot.Handled("parcels", 9));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_release_whose_worker_stops_in_its_middle_goes_on_with_the_next(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using (var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot))
        {
            await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison'); UPDATE parcels SET version = 2, note = NULL; UPDATE parcels SET version = 3");
            await worker.HasParkedAsync(database, keys: 1, changes: 3);
            depot.IsMended = true;
            depot.Before = (parcel, ct) => parcel == "1/2" ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask;

            // As another process does, which can't wake this one.
            await database.ExecuteAsync("UPDATE postgres_worker.parked_keys SET state = 'requested'");
            await Eventually.IsTrueAsync(() => depot.Attempts("parcels").Contains("1/2"), () => worker.Log.ToString());
        }

        Assert.Equal(2L, await ParkingWorker.ChangesAsync(database));
        depot.Before = (_, _) => Task.CompletedTask;
        await using var next = await ParkingWorker.StartAsync<Worker.Parking>(database, depot);
        await next.HasParkedAsync(database, keys: 0, changes: 0);
        Assert.Equal(["1/1", "1/2", "1/3"], depot.Handled("parcels"));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Too_many_parked_changes_halt_the_source_and_lose_none(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using (var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot, options => options.MaxParkedChanges = 2))
        {
            await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison')");
            await worker.HasParkedAsync(database, keys: 1, changes: 1);
            await database.ExecuteAsync("UPDATE parcels SET version = 2, note = NULL; UPDATE parcels SET version = 3; UPDATE parcels SET version = 4");
            await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), () => worker.Log.ToString());
            var id = await database.ScalarAsync<long>("SELECT id FROM postgres_worker.parked_keys");
            Assert.Contains($"must be parked behind parked key {id} (postgres_worker.parked_keys), but 2 changes are parked and MaxParkedChanges is 2", worker.Log.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(2L, await ParkingWorker.ChangesAsync(database));
        depot.IsMended = true;
        await using var next = await ParkingWorker.StartAsync<Worker.Parking>(database, depot, options => options.MaxParkedChanges = 0);
        await next.HasParkedAsync(database, keys: 1, changes: 4);
        await next.DeadLetters.ReleaseAsync("parking", "parcels", "1", "ann", Token);
        await next.HandlesAsync(depot, "parcels", "1/1", "1/2", "1/3", "1/4");
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_a_listener_with_a_transaction_does_takes_effect_once(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, $"{Parcel.Table}; CREATE TABLE effects (id bigint, version int)", capture: capture);
        var depot = new Depot();
        await using (var worker = await ParkingWorker.StartAsync<ParkingOnce>(database, depot))
        {
            await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison'); UPDATE parcels SET version = 2, note = NULL; UPDATE parcels SET version = 3");
            await worker.HasParkedAsync(database, keys: 1, changes: 3);
            depot.IsMended = true;

            // It commits, and that it is handled can't be written.
            await database.ExecuteAsync("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$; CREATE TRIGGER refuse BEFORE DELETE ON postgres_worker.dead_letters FOR EACH ROW EXECUTE FUNCTION refuse()");
            await worker.DeadLetters.ReleaseAsync("parking-once", "once", "1", "ann", Token);
            await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.ParkedNotWritten) > 1, () => worker.Log.ToString());
            Assert.Equal(["1/1"], depot.Handled("once"));
        }

        await database.ExecuteAsync("DROP TRIGGER refuse ON postgres_worker.dead_letters");
        await using var next = await ParkingWorker.StartAsync<ParkingOnce>(database, depot);
        await next.HasParkedAsync(database, keys: 0, changes: 0);
        Assert.Equal(["1/1", "1/2", "1/3"], depot.Handled("once"));
        Assert.Equal("1,2,3", await database.ScalarAsync<string>("SELECT string_agg(version::text, ',' ORDER BY version) FROM effects"));
        Assert.True(next.Log.Contains(PostgresWorkerEventIds.HandledBefore), next.Log.ToString());
    }

    [Fact]
    public async Task The_store_may_be_another_database()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table);
        await using var elsewhere = await TestDatabase.CreateAsync(server.Server, schema: null, "store_elsewhere");
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot, options => options.StoreConnectionString = elsewhere.ConnectionString);
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison'); UPDATE parcels SET version = 2, note = NULL");
        await worker.HasParkedAsync(elsewhere, keys: 1, changes: 2);
        depot.IsMended = true;
        await worker.DeadLetters.ReleaseAsync("parking", "parcels", "1", "ann", Token);
        await worker.HandlesAsync(depot, "parcels", "1/1", "1/2");
        await worker.HasParkedAsync(elsewhere, keys: 0, changes: 0);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task While_what_is_parked_cannot_be_written_its_key_waits_and_its_listener_is_not_called(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot);
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison')");
        await worker.HasParkedAsync(database, keys: 1, changes: 1);
        await database.ExecuteAsync("ALTER TABLE postgres_worker.dead_letters ADD CONSTRAINT full_disk CHECK (false) NOT VALID");
        await database.ExecuteAsync("UPDATE parcels SET version = 2, note = NULL; INSERT INTO parcels VALUES (2)");
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.ParkedNotWritten) > 1 && depot.Handled("parcels", 2).Count == 1, () => worker.Log.ToString());
        Assert.Empty(depot.Handled("parcels", 1));
        await database.ExecuteAsync("ALTER TABLE postgres_worker.dead_letters DROP CONSTRAINT full_disk");
        await worker.HasParkedAsync(database, keys: 1, changes: 2);
        Assert.DoesNotContain("1/2", depot.Attempts("parcels"));
    }
}
