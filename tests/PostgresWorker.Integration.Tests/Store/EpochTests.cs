using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.Store;

namespace PostgresWorker.Integration.Store;

/// <summary>An epoch is later than all before it, whatever became of the row; a position only goes forward.</summary>
public sealed class EpochTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instance_from_before_its_row_was_removed_writes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await database.MakeStoreAsync();
        await using var store = Store(database);
        var table = new CheckpointTable(store);
        var (zombie, _) = await BeginAsync(table);
        await database.ExecuteAsync("DELETE FROM postgres_worker.checkpoints");
        Assert.False(await table.WriteAsync(zombie, new Lsn(0x200), Token));
        var (epoch, _) = await BeginAsync(table);
        Assert.True(epoch > zombie, $"{epoch} is not later than {zombie}.");
        Assert.False(await table.WriteAsync(zombie, new Lsn(0x200), Token));
        Assert.True(await table.WriteAsync(epoch, new Lsn(0x180), Token));
        Assert.Equal("0/180", await database.ScalarAsync<string>("SELECT position::text FROM postgres_worker.checkpoints"));
    }

    [Fact]
    public async Task An_instance_from_before_its_row_was_restored_writes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await database.MakeStoreAsync();
        await using var store = Store(database);
        var table = new CheckpointTable(store);
        var (backup, _) = await BeginAsync(table);
        List<long> zombies = [];
        for (var i = 0; i < 5; i++)
        {
            zombies.Add((await BeginAsync(table)).Epoch);
        }

        await database.ExecuteAsync($"UPDATE postgres_worker.checkpoints SET epoch = {backup}");
        var (epoch, _) = await BeginAsync(table);
        Assert.True(epoch > zombies[^1], $"{epoch} is not later than {zombies[^1]}.");
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_repeat_an_epoch()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await database.MakeStoreAsync();
        await using var store = Store(database);
        var table = new CheckpointTable(store);
        await BeginAsync(table);
        var future = await database.ScalarAsync<long>("UPDATE postgres_worker.checkpoints SET epoch = epoch + 1000000000 RETURNING epoch");
        Assert.Equal(future + 1, (await BeginAsync(table)).Epoch);
    }

    [Fact]
    public async Task A_position_only_goes_forward()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await database.MakeStoreAsync();
        await using var store = Store(database);
        var table = new CheckpointTable(store);
        var (epoch, _) = await BeginAsync(table);
        Assert.True(await table.WriteAsync(epoch, new Lsn(0x200), Token));
        Assert.True(await table.WriteAsync(epoch, new Lsn(0x200), Token));
        Assert.False(await table.WriteAsync(epoch, new Lsn(0x1FF), Token));
        Assert.Equal("0/200", await database.ScalarAsync<string>("SELECT position::text FROM postgres_worker.checkpoints"));
    }

    [Fact]
    public async Task A_worker_whose_row_is_removed_begins_anew_where_its_slot_stands()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database);
        var before = await database.ScalarAsync<long>("DELETE FROM postgres_worker.checkpoints RETURNING epoch");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.EpochLost) && worker.Log.Count(PostgresWorkerEventIds.CheckpointBegun) == 2, () => $"it begins anew; the log is:\n{worker.Log}");
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Contains(worker.Inbox.Handled, change => change is Inserted<Order> { New.Id: 1 });
        Assert.True(await database.ScalarAsync<long>("SELECT epoch FROM postgres_worker.checkpoints") > before);
    }

    private static WorkerStore Store(TestDatabase database) => new("shop", new SourceOptions { ConnectionString = database.ConnectionString, Slot = database.Slot });

    private static async Task<(long Epoch, Lsn Position)> BeginAsync(CheckpointTable table)
    {
        var start = new StartState("slot", "publication", "1", 1, 1, HasPublication: true, new SlotState(new Lsn(0x100), IsLost: false, IsActive: true)) { Checkpoint = await table.ReadAsync(Token), WalEnd = new Lsn(0x1000) };
        return await table.BeginAsync(start, StartDecision.Of(start), Lsn.None, Token);
    }
}
