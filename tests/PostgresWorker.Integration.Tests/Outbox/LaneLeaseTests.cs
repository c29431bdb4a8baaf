using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Outbox;
using PostgresWorker.Store;

namespace PostgresWorker.Integration.Outbox;

/// <summary>An instance's part in the table of instances.</summary>
public sealed class LaneLeaseTests(PostgresServer server)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lanes_that_were_taken_without_the_answer_being_heard_are_found()
    {
        await using var bed = await OutboxBed.CreateAsync(server, "CREATE TABLE things (id bigint PRIMARY KEY)", []);
        await using var data = NpgsqlDataSource.Create(bed.ConnectionString);
        var instances = new InstanceTable(data, OutboxBed.Consumer);
        var id = await instances.JoinAsync("one", "", Lease, Token);
        await instances.ClaimAsync(id, 100, Token);

        var lanes = new LaneTable();
        using var epoch = new Epoch(id, Fence.Instance);
        await using var lease = new LaneLease("shop", instances, lanes, epoch, Lease, new WakeUps(Lease, TimeProvider.System), TimeProvider.System, NullLogger.Instance);
        await Eventually.IsTrueAsync(() => lanes.HoldsAll, "it holds all lanes", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_whose_row_is_gone_is_over_and_takes_nothing()
    {
        await using var bed = await OutboxBed.CreateAsync(server, "CREATE TABLE things (id bigint PRIMARY KEY)", []);
        await using var data = NpgsqlDataSource.Create(bed.ConnectionString);
        var instances = new InstanceTable(data, OutboxBed.Consumer);
        var id = await instances.JoinAsync("one", "", Lease, Token);
        await instances.LeaveAsync(id, Token);
        Assert.Empty(await instances.ClaimAsync(id, 256, Token));
        Assert.Null(await instances.RenewAsync(id, Lease, Token));

        var lanes = new LaneTable();
        using var epoch = new Epoch(id, Fence.Instance);
        await using var lease = new LaneLease("shop", instances, lanes, epoch, Lease, new WakeUps(Lease, TimeProvider.System), TimeProvider.System, NullLogger.Instance);
        await Eventually.IsTrueAsync(() => epoch.Over.IsCancellationRequested, "its epoch is over", TimeSpan.FromSeconds(10));
        Assert.Empty(lanes.Held);
    }
}
