using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Store;

/// <summary>A slot that no longer has what the checkpoint asks for halts the source, in clear words; nothing is missed in silence.</summary>
public sealed class GapTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slot_that_was_dropped_while_nobody_ran_is_not_made_anew_until_the_gap_is_accepted()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        var position = await HandleOneAsync(database);
        await database.ExecuteAsync($"SELECT pg_drop_replication_slot('{database.Slot}'); INSERT INTO orders (id) VALUES (2)");
        var refusal = await RefusalAsync(database);
        Assert.Contains($"[slot_lost] Slot '{database.Slot}' is gone, and with it all changes since {position}, the checkpoint.", refusal, StringComparison.Ordinal);
        Assert.Equal(0L, await database.ScalarAsync<long>($"SELECT count(*) FROM pg_replication_slots WHERE slot_name = '{database.Slot}'"));

        await AcceptAsync(database, position, refusal);
        await GoesOnWithAsync(database, id: 3);
        Assert.Equal(position.ToString(), await database.ScalarAsync<string>("SELECT accepted_gap_from::text FROM postgres_worker.checkpoints"));
        Assert.True(await database.ScalarAsync<bool>("SELECT accepted_gap_to = slot_incarnation AND accepted_gap_by = 'postgres' AND accepted_gap_at IS NOT NULL FROM postgres_worker.checkpoints"));
    }

    [Fact]
    public async Task A_slot_that_was_made_anew_is_recognised_although_nothing_else_was_written()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        var position = await HandleOneAsync(database);
        await database.ExecuteAsync($"SELECT pg_drop_replication_slot('{database.Slot}')");
        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");
        await AssertMovedAsync(database, position);
    }

    [Fact]
    public async Task A_slot_that_somebody_else_has_moved_is_recognised()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        var position = await HandleOneAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (2)");
        await database.ExecuteAsync($"SELECT pg_replication_slot_advance('{database.Slot}', pg_current_wal_lsn())");
        await AssertMovedAsync(database, position);

        await AcceptAsync(database, position, await RefusalAsync(database));
        await GoesOnWithAsync(database, id: 3);

        // What was accepted was this gap, not each one.
        var next = Lsn.Parse(await database.ScalarAsync<string>("SELECT position::text FROM postgres_worker.checkpoints"));
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (4)");
        await database.ExecuteAsync($"SELECT pg_replication_slot_advance('{database.Slot}', pg_current_wal_lsn())");
        await AssertMovedAsync(database, next);
    }

    [Theory]
    [InlineData("system_identifier = '1'", "and the checkpoint is of 1")]
    [InlineData("database_oid = 1", "and the checkpoint is of the one with oid 1")]
    [InlineData("position = 'FFFF/0'", "the checkpoint is FFFF/0, and the server has written no further than")]
    [InlineData("position = 'FFFF/0', slot_incarnation = 'FFFF/0'", "it was restored to an earlier state")]
    public async Task A_checkpoint_of_another_server_is_refused(string change, string reason)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, test: $"foreign_{(uint)string.GetHashCode(change, StringComparison.Ordinal):x}");
        await HandleOneAsync(database);
        await database.ExecuteAsync($"UPDATE postgres_worker.checkpoints SET {change}");
        var refusal = await RefusalAsync(database);
        Assert.Contains($"[foreign_cluster] The checkpoint of '{database.Slot}' means nothing here: ", refusal, StringComparison.Ordinal);
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        var remedy = $"""DELETE FROM "postgres_worker"."checkpoints" WHERE consumer = '{database.Slot}'""";
        Assert.Contains($"Run: {remedy};", refusal, StringComparison.Ordinal);
        await database.ExecuteAsync(remedy);
        await GoesOnWithAsync(database, id: 3);
    }

    [Fact]
    public async Task A_slot_whose_WAL_was_removed_is_a_gap()
    {
        await using var own = await ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["max_slot_wal_keep_size"] = "1MB" } }, Token);
        await using var database = await TestDatabase.CreateAsync(own);
        var position = await HandleOneAsync(database);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await database.ExecuteAsync("CREATE TABLE IF NOT EXISTS filler (x int)");
                await database.ExecuteAsync("INSERT INTO filler VALUES (1)");
                await database.ExecuteAsync("SELECT pg_switch_wal()");
                await database.ExecuteAsync("CHECKPOINT");
                return await database.ScalarAsync<bool>($"SELECT wal_status = 'lost' FROM pg_replication_slots WHERE slot_name = '{database.Slot}'");
            },
            "the slot is lost");
        var refusal = await RefusalAsync(database);
        Assert.Contains($"[slot_lost] Slot '{database.Slot}' is lost: the server removed WAL that it needed (max_slot_wal_keep_size), and the changes since {position}, the checkpoint.", refusal, StringComparison.Ordinal);

        await AcceptAsync(database, position, refusal);
        Assert.Contains("is lost, and the gap is accepted: drop the slot", await RefusalAsync(database), StringComparison.Ordinal);
        await database.ExecuteAsync($"SELECT pg_drop_replication_slot('{database.Slot}')");
        await GoesOnWithAsync(database, id: 3);
    }

    /// <summary>Runs a worker that handles one change and stops in order.</summary>
    /// <returns>The checkpoint.</returns>
    private static async Task<Lsn> HandleOneAsync(TestDatabase database)
    {
        await using (var worker = await RunningWorker.StartAsync(database))
        {
            await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
            await worker.HasHandledAsync(1);
        }

        return Lsn.Parse(await database.ScalarAsync<string>("SELECT position::text FROM postgres_worker.checkpoints"));
    }

    private static async Task AssertMovedAsync(TestDatabase database, Lsn position) => Assert.Contains(
        $"[slot_moved] Slot '{database.Slot}' stands at {await database.ConfirmedAsync()}, and everything is handled up to {position} only: somebody else has moved the slot or made it anew, and the changes between {position} and {await database.ConfirmedAsync()}",
        await RefusalAsync(database),
        StringComparison.Ordinal);

    private static async Task AcceptAsync(TestDatabase database, Lsn position, string refusal)
    {
        var remedy = $"""SELECT "postgres_worker"."accept_gap"('{database.Slot}', '{position}')""";
        Assert.Contains($"Run: {remedy};", refusal, StringComparison.Ordinal);
        Assert.True(await database.ScalarAsync<bool>(remedy));
    }

    private static async Task GoesOnWithAsync(TestDatabase database, long id)
    {
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync($"INSERT INTO orders (id) VALUES ({id})");
        await worker.HasHandledAsync(1);
        Assert.Equal([id], worker.Inbox.Of<Inserted<Order>>().Select(change => change.New.Id));
    }

    private static async Task<string> RefusalAsync(TestDatabase database)
    {
        await using var worker = await RunningWorker.BeginAsync<Shop>(database);
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.Streaming), worker.Log.ToString());
        return worker.Log.ToString();
    }
}
