using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Snapshots;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>Rows that are there come through the outbox, written under their locks, with nobody waiting for anybody.</summary>
public sealed class OutboxSnapshotTests(PostgresServer server)
{
    private static readonly Action<SourceOptions> FromSnapshot = options => options.StartFrom = StartFrom.Snapshot;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_that_somebody_has_locked_is_left_and_comes_when_it_is_free()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: Capture.Outbox);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 100) g");
        await using var worker = await RunningWorker.BeginAsync<Parts>(database);
        await worker.IsStreamingAsync();
        await using var locked = await OpenTransaction.BeginAsync(database, "SELECT FROM parts WHERE number IN (7, 100) FOR UPDATE");
        await using var changed = await OpenTransaction.BeginAsync(database, "UPDATE parts SET name = 'new' WHERE number = 8; DELETE FROM parts WHERE number = 9");
        await worker.Snapshots.RequestAsync(Parts.Name, new TableName("public", "parts"), Token);
        await Eventually.IsTrueAsync(() => worker.Inbox.Of<Existing<Part>>().Count == 96, () => $"the others come; the log is:\n{worker.Log}");
        Assert.Equal(SnapshotState.Running, Assert.Single(await worker.Snapshots.ListAsync(Parts.Name, cancellationToken: Token)).State);

        // A lock within the snapshot's own would end in a deadlock, had it waited for any row.
        await locked.ExecuteAsync("UPDATE parts SET name = name WHERE number IN (1, 50)");
        await changed.CommitAsync();
        await locked.CommitAsync();
        await SnapshotTests.IsDoneAsync(worker, Parts.Name, rows: 99);
        var rows = worker.Inbox.Of<Existing<Part>>().ToDictionary(change => change.Row.Number, change => change.Row.Name);
        Assert.Equal(Enumerable.Range(1, 100).Where(number => number != 9).Select(number => (long)number), rows.Keys.Order());
        Assert.Equal("new", rows[8]);

        // Behind the change that it has.
        var of8 = worker.Inbox.Handled.OfType<Change<Part>>().Where(change => change.Row.Number == 8).Select(change => change.GetType()).ToArray();
        Assert.Equal([typeof(Updated<Part>), typeof(Existing<Part>)], of8);
    }

    [Fact]
    public async Task No_more_is_written_than_may_wait()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: Capture.Outbox);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 3000) g");
        await using var worker = await RunningWorker.BeginAsync<Parts, OnlySource<Parts>>(
            database, options => (options.StartFrom, options.MaxInFlightChanges) = (StartFrom.Snapshot, 200), beforeStart: control => control.PauseAsync(Parts.Name, Token));
        await worker.IsStreamingAsync();
        await Eventually.IsTrueAsync(async () => await WaitingAsync(database) >= 200, () => $"rows are written; the log is:\n{worker.Log}");
        await Eventually.IsTrueAsync(
            () => worker.Control.GetStatus(Parts.Name).Snapshots is [{ Rows: 0 }], "some looks later none is finished, for all is paused");
        Assert.InRange(await WaitingAsync(database), 200, 400);
        worker.Control.Resume(Parts.Name);
        await SnapshotTests.IsDoneAsync(worker, Parts.Name, rows: 3000);
        Assert.Equal(3000, worker.Inbox.Of<Existing<Part>>().Select(change => change.Context.Id).Distinct().Count());
        Assert.Equal(3000, worker.Inbox.Handled.Count);
    }

    [Fact]
    public async Task Instances_share_the_work_and_no_row_comes_twice()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: Capture.Outbox);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r' || g % 5, g FROM generate_series(1, 6000) g");
        void Small(SourceOptions options) => (options.StartFrom, options.MaxInFlightChanges) = (StartFrom.Snapshot, 300);
        var inbox = new Inbox();
        await using var first = await RunningWorker.BeginAsync<Parts>(database, Small, inbox);
        await using (var second = await RunningWorker.BeginAsync<Parts>(database, Small, inbox))
        {
            await first.HasHandledAsync(2000);
            await second.StopAsync();
        }

        await using var third = await RunningWorker.BeginAsync<Parts>(database, Small, inbox);
        await SnapshotTests.IsDoneAsync(first, Parts.Name, rows: 6000);
        Assert.Equal(6000, inbox.Of<Existing<Part>>().Select(change => change.Row.Number).Distinct().Count());
        Assert.Equal(6000, inbox.Handled.Count);
        Assert.Single(await third.Snapshots.ListAsync(Parts.Name, cancellationToken: Token));
    }

    [Fact]
    public async Task A_worker_without_rights_on_the_table_reads_it_through_the_function()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: Capture.Outbox);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 10) g");
        await using (var owner = await RunningWorker.BeginAsync<Parts>(database, FromSnapshot))
        {
            await SnapshotTests.IsDoneAsync(owner, Parts.Name, rows: 10);
            await owner.StopAsync();
        }

        await database.ExecuteAsync(
            $"""
            DROP ROLE IF EXISTS snapshot_reader; CREATE ROLE snapshot_reader LOGIN;
            GRANT USAGE ON SCHEMA postgres_worker TO snapshot_reader;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA postgres_worker TO snapshot_reader;
            GRANT TRUNCATE ON {string.Join(", ", Enumerable.Range(0, 8).Select(i => $"postgres_worker.outbox_{database.Slot}_{i}"))} TO snapshot_reader;
            GRANT SELECT ON ALL SEQUENCES IN SCHEMA postgres_worker TO snapshot_reader
            """);
        try
        {
            void AsReader(SourceOptions options)
            {
                options.Provision = Provision.Verify;
                options.ConnectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Username = "snapshot_reader", Pooling = false }.ConnectionString;
            }

            await using (var refused = await RunningWorker.BeginAsync<Parts>(database, AsReader))
            {
                await refused.Stopped;
                Assert.Contains($"GRANT EXECUTE ON FUNCTION \"postgres_worker\".\"snapshot_{database.Slot}\"", refused.Log.ToString(), StringComparison.Ordinal);
            }

            await database.ExecuteAsync($"GRANT EXECUTE ON FUNCTION postgres_worker.snapshot_{database.Slot} TO snapshot_reader");
            await using var worker = await RunningWorker.BeginAsync<Parts>(database, AsReader);
            await worker.IsStreamingAsync();
            await worker.Snapshots.RequestAsync(Parts.Name, new TableName("public", "parts"), Token);
            await SnapshotTests.IsDoneAsync(worker, Parts.Name, rows: 10);
        }
        finally
        {
            await database.ExecuteAsync("DROP OWNED BY snapshot_reader; DROP ROLE snapshot_reader");
        }
    }

    [Fact]
    public async Task Where_a_source_begins_is_asked_once_in_an_outboxs_life()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: Capture.Outbox);
        await database.ExecuteAsync("INSERT INTO parts (region, number) VALUES ('r', 1)");
        await using (var now = await RunningWorker.BeginAsync<Parts>(database))
        {
            await now.IsStreamingAsync();
            await now.StopAsync();
        }

        await using (var later = await RunningWorker.BeginAsync<Parts>(database, FromSnapshot))
        {
            await later.IsStreamingAsync();
            Assert.Empty(await later.Snapshots.ListAsync(Parts.Name, cancellationToken: Token));
            await later.StopAsync();
        }

        // Made anew, it is another one.
        await database.ExecuteAsync($"UPDATE postgres_worker.outboxes SET incarnation = incarnation / 2");
        await using var anew = await RunningWorker.BeginAsync<Parts>(database, FromSnapshot);
        await SnapshotTests.IsDoneAsync(anew, Parts.Name, rows: 1);
    }

    [Fact]
    public async Task Two_orders_of_one_table_each_get_every_row()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: Capture.Outbox);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r' || g % 5, g FROM generate_series(1, 700) g");
        await using var worker = await RunningWorker.BeginAsync<PartsOrdered>(database, FromSnapshot);
        await SnapshotTests.IsDoneAsync(worker, PartsOrdered.Name, rows: 700);
        Assert.Equal(1400, worker.Inbox.Handled.Count);
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.captures"));
    }

    [Fact]
    public async Task A_row_that_can_not_be_written_as_JSON_has_its_key_and_lane_and_says_why()
    {
        await using var bed = await OutboxBed.CreateAsync(
            server,
            $"""
            {WriterTests.OddType};
            CREATE TABLE items (id int, at timestamptz, v odd, PRIMARY KEY (id, at));
            """,
            [Listeners.Of("items", where: "id <> 5")]);
        await bed.ExecuteAsync("INSERT INTO items SELECT g, '2020-01-01 00:00+00', CASE WHEN g = 2 THEN 'bad' ELSE 'good' END::odd FROM generate_series(1, 6) g");
        var written = (await bed.TakeAsync()).ToDictionary(row => row.Key);
        await bed.ExecuteAsync("SET TimeZone = 'Asia/Tokyo'; SELECT postgres_worker.snapshot_shop(7, ARRAY(SELECT id FROM postgres_worker.captures), NULL, NULL, 100)");
        var rows = await bed.TakeAsync();
        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(('E', written[row.Key].Lane, written[row.Key].New, written[row.Key].Problem), (row.Kind, row.Lane, row.New, row.Problem)));
        Assert.Equal("P0001: a value can't be written as JSON", Assert.Single(rows, row => row.Problem is not null).Problem);
        Assert.Equal("""{"snapshot" : 7, "key" : ["1", "2020-01-01 00:00:00+00"]}""", rows[0].Old);
    }

    private static async Task<long> WaitingAsync(TestDatabase database) => await database.ScalarAsync<long>($"SELECT count(*) FROM postgres_worker.outbox_{database.Slot} WHERE kind = 'E'");
}
