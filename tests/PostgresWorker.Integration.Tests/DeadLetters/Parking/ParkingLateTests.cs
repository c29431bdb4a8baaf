using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.DeadLetters.Parking;

/// <summary>The numbers of an outbox are drawn before transactions commit: a change of a parked key may come later than one that has a higher number, and behind a restart.</summary>
public sealed class ParkingLateTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_change_that_commits_behind_one_that_is_parked_waits_too_and_is_released_in_the_order_of_the_numbers(bool isRestarted)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Stamp.Table, test: $"late_{isRestarted}", capture: Capture.Outbox);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<ParkingKeyless>(database, depot);
        await using var late = await OpenTransaction.BeginAsync(database, "INSERT INTO stamps VALUES (1, 'late')");
        await database.ExecuteAsync("INSERT INTO stamps VALUES (2, 'poison')");
        await worker.HasParkedAsync(database, keys: 1, changes: 1);
        if (isRestarted)
        {
            await worker.StopAsync();
        }

        await using var next = isRestarted ? await ParkingWorker.StartAsync<ParkingKeyless>(database, depot) : null;
        await late.CommitAsync();
        await (next ?? worker).HasParkedAsync(database, keys: 1, changes: 2);
        await Eventually.IsTrueAsync(async () => await database.PendingAsync() == 0, () => worker.Log.ToString());
        depot.IsMended = true;
        await (next ?? worker).DeadLetters.ReleaseAsync("parking-keyless", "keyless", "*", "ann", Token);
        await (next ?? worker).HasParkedAsync(database, keys: 0, changes: 0);
        Assert.Equal(["1", "2"], depot.Handled("keyless"));
    }

    [Fact]
    public async Task The_row_of_a_snapshot_that_waits_is_released_in_its_place_among_the_changes_of_its_key()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: Capture.Outbox);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot);
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison')");
        await worker.HasParkedAsync(database, keys: 1, changes: 1);
        await database.ExecuteAsync("UPDATE parcels SET version = 2, note = NULL");
        await worker.HasParkedAsync(database, keys: 1, changes: 2);
        await worker.Snapshots.RequestAsync(Worker.Parking.Name, new TableName("public", "parcels"), Token);
        await worker.HasParkedAsync(database, keys: 1, changes: 3);
        await database.ExecuteAsync("UPDATE parcels SET version = 3");
        await worker.HasParkedAsync(database, keys: 1, changes: 4);
        depot.IsMended = true;
        await worker.DeadLetters.ReleaseAsync(Worker.Parking.Name, "parcels", "1", "ann", Token);
        await worker.HasParkedAsync(database, keys: 0, changes: 0);

        // What the row shows is change 2, which comes before it.
        Assert.Equal(["1/1", "1/2", "1/2", "1/3"], depot.Handled("parcels"));
    }
}
