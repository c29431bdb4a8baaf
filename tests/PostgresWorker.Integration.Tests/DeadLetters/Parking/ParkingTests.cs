using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.DeadLetters.Parking;

/// <summary>Changes of a key wait behind one that could not be handled, and come in their order when the key is released.</summary>
public sealed class ParkingTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Later_changes_of_the_key_wait_and_everything_else_goes_on(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot);
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1), (2); UPDATE parcels SET version = 2, note = 'poison' WHERE id = 1; UPDATE parcels SET version = version + 1, note = NULL");
        await worker.HasParkedAsync(database, keys: 1, changes: 2);
        await Eventually.IsTrueAsync(() => depot.Handled("beside").Count == 5 && depot.Handled("parcels").Count == 3, () => worker.Log.ToString());
        Assert.Equal(["1/1"], depot.Handled("parcels", 1));
        Assert.Equal(["2/1", "2/2"], depot.Handled("parcels", 2));
        await database.WhenEverythingIsConfirmedAsync();

        var key = Assert.Single(await worker.DeadLetters.ListParkedKeysAsync("parking", cancellationToken: Token));
        Assert.Equal(("parking", "parcels", new TableName("public", "parcels"), "1", false, 2L, 3), (key.Source, key.Listener, key.Table, key.Key, key.IsRequested, key.Count, key.HeadAttempts));
        Assert.Equal(("System.InvalidOperationException", "poison"), (key.ExceptionType, key.ExceptionMessage));
        var waiting = await worker.DeadLetters.ListAsync("parking", new DeadLetterFilter { Listener = "parcels", ParkedKey = "1" }, cancellationToken: Token);
        Assert.Equal([(3, "poison"), (0, "")], waiting.Select(letter => (letter.Attempts, letter.ExceptionMessage)));
        Assert.Equal(key.HeadId, waiting[0].Id);
        Assert.All(waiting, letter => Assert.Equal((DeadLetterState.Parked, "1", "UPDATE"), (letter.State, letter.ParkedKey, letter.Action)));
        Assert.Contains("\"version\":3", (await worker.DeadLetters.GetAsync("parking", waiting[1].Id, Token))!.Payload, StringComparison.Ordinal);

        // One alone would pass the other.
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => worker.DeadLetters.ReplayAsync("parking", [waiting[1].Id], "ann", Token));
        Assert.Contains("Release its key", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await worker.DeadLetters.ReplayAsync("parking", new DeadLetterFilter { Listener = "parcels" }, "ann", Token));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("UPDATE postgres_worker.dead_letters SET state = 'requested'"));

        depot.IsMended = true;
        Assert.Equal(1, await worker.DeadLetters.ReleaseAsync("parking", "parcels", "1", "ann", Token));
        await worker.HasParkedAsync(database, keys: 0, changes: 0);
        Assert.Equal(["1/1", "1/2", "1/3"], depot.Handled("parcels", 1));
        await database.ExecuteAsync("UPDATE parcels SET version = 4 WHERE id = 1");
        await Eventually.IsTrueAsync(() => depot.Handled("parcels", 1) is [.., "1/4"], () => worker.Log.ToString());
        var action = Assert.Single(await worker.DeadLetters.ListActionsAsync("parking", cancellationToken: Token));
        Assert.Equal(("release", "ann", "1", "released", 0L), (action.Action, action.Actor, action.ParkedKey, action.Result, action.LetterId));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Live_changes_of_a_key_that_is_being_released_come_behind_what_waits(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot);
        await database.ExecuteAsync("INSERT INTO parcels SELECT g, 1, 'poison' FROM generate_series(1, 5) g");
        await worker.HasParkedAsync(database, keys: 5, changes: 5);
        for (var version = 2; version <= 200; version++)
        {
            await database.ExecuteAsync($"UPDATE parcels SET version = {version}, note = NULL");
            if (version == 100)
            {
                depot.IsMended = true;
                Assert.Equal(5, await worker.DeadLetters.ReleaseAsync("parking", "parcels", null, "ann", Token));
                Assert.Equal(0, await worker.DeadLetters.ReleaseAsync("parking", "parcels", null, "bob", Token));
            }
        }

        await Eventually.IsTrueAsync(() => depot.Handled("parcels").Count >= 1000, () => worker.Log.ToString());
        await worker.HasParkedAsync(database, keys: 0, changes: 0);
        for (var id = 1; id <= 5; id++)
        {
            Assert.Equal(Enumerable.Range(1, 200).Select(version => $"{id}/{version}"), depot.Handled("parcels", id));
        }

        Assert.Equal(5, (await worker.DeadLetters.ListActionsAsync("parking", cancellationToken: Token)).Count(action => action.Result == "released"));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_fails_again_stays_first_and_when_it_is_discarded_the_next_is(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot);
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison')");
        await database.ExecuteAsync("UPDATE parcels SET version = 2, note = NULL; UPDATE parcels SET version = 3, note = 'poison'; UPDATE parcels SET version = 4, note = NULL");
        await worker.HasParkedAsync(database, keys: 1, changes: 4);
        await worker.DeadLetters.ReleaseAsync("parking", "parcels", "1", "ann", Token);
        await Eventually.IsTrueAsync(async () => (await ParkedAsync(worker)).HeadAttempts == 6, () => worker.Log.ToString());
        var head = await ParkedAsync(worker);
        Assert.Equal((false, 4L), (head.IsRequested, head.Count));
        Assert.Empty(depot.Handled("parcels"));

        Assert.Equal(1, await worker.DeadLetters.DiscardAsync("parking", [head.HeadId!.Value], "ann", Token));
        Assert.Equal((3L, 0, ""), (await ParkedAsync(worker)) is var next ? (next.Count, next.HeadAttempts, next.ExceptionType) : default);
        await worker.DeadLetters.ReleaseAsync("parking", "parcels", "1", "bob", Token);
        await Eventually.IsTrueAsync(async () => (await ParkedAsync(worker)).HeadAttempts == 3, () => worker.Log.ToString());
        Assert.Equal(["1/2"], depot.Handled("parcels"));
        Assert.Equal(2L, (await ParkedAsync(worker)).Count);

        // The whole key: what comes next is delivered as it comes.
        Assert.Equal(2, await worker.DeadLetters.DiscardParkedAsync("parking", "parcels", "1", "ann", Token));
        await worker.HasParkedAsync(database, keys: 0, changes: 0);
        await database.ExecuteAsync("UPDATE parcels SET version = 5");
        await worker.HandlesAsync(depot, "parcels", "1/2", "1/5");
        var actions = await worker.DeadLetters.ListActionsAsync("parking", cancellationToken: Token);
        Assert.Equal(
            [("release", "ann", "failed again: System.InvalidOperationException"), ("discard", "ann", "discarded"), ("release", "bob", "failed again: System.InvalidOperationException"), ("discard", "ann", "discarded"), ("discard", "ann", "discarded")],
            actions.Select(action => (action.Action, action.Actor, action.Result!)));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_rule_may_make_a_dead_letter_of_what_is_released(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Parcel.Table, capture: capture);
        var depot = new Depot();
        await using var worker = await ParkingWorker.StartAsync<Worker.Parking>(database, depot, options => options.RetryOn<InvalidDataException>(maxAttempts: 1, onExhausted: OnExhausted.DeadLetter));
        await database.ExecuteAsync("INSERT INTO parcels VALUES (1, 1, 'poison'); UPDATE parcels SET version = 2; UPDATE parcels SET version = 3, note = NULL");
        await worker.HasParkedAsync(database, keys: 1, changes: 3);
        depot.IsMended = true;
        depot.Before = (parcel, _) => parcel == "1/2" ? throw new InvalidDataException("no parcel") : Task.CompletedTask;
        await worker.DeadLetters.ReleaseAsync("parking", "parcels", "1", "ann", Token);
        await worker.HasParkedAsync(database, keys: 0, changes: 0);
        Assert.Equal(["1/1", "1/3"], depot.Handled("parcels"));
        var letter = Assert.Single(await worker.DeadLetters.ListAsync("parking", new DeadLetterFilter { Listener = "parcels" }, cancellationToken: Token));
        Assert.Equal((DeadLetterState.Stored, null, "no parcel", 1), (letter.State, letter.ParkedKey, letter.ExceptionMessage, letter.Attempts));
    }

    private static async Task<ParkedKey> ParkedAsync(RunningWorker worker) => Assert.Single(await worker.DeadLetters.ListParkedKeysAsync("parking", "parcels", cancellationToken: Token));
}
