using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
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
        var (id, _) = await instances.JoinAsync("one", "", Lease, startedAt: null, Token);
        await instances.ClaimAsync(id, 100, Token);

        var lanes = new LaneTable();
        using var epoch = new Epoch(id, Fence.Instance);
        await using var shared = new SharedPosition("shop", instances, lanes, epoch, () => Lease, TimeProvider.System, NullLogger.Instance);
        await using var lease = new LaneLease("shop", instances, lanes, shared, epoch, Lease, new WakeUps(() => Lease, TimeProvider.System), TimeProvider.System, NullLogger.Instance);
        await Eventually.IsTrueAsync(() => lanes.HoldsAll, "it holds all lanes", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_whose_row_is_gone_is_over_and_takes_nothing()
    {
        await using var bed = await OutboxBed.CreateAsync(server, "CREATE TABLE things (id bigint PRIMARY KEY)", []);
        await using var data = NpgsqlDataSource.Create(bed.ConnectionString);
        var instances = new InstanceTable(data, OutboxBed.Consumer);
        var (id, _) = await instances.JoinAsync("one", "", Lease, startedAt: null, Token);
        await instances.LeaveAsync(id, Token);
        Assert.Empty((await instances.ClaimAsync(id, 256, Token)).Lanes);
        Assert.Null(await instances.RenewAsync(id, Lease, handled: null, Token));

        var lanes = new LaneTable();
        using var epoch = new Epoch(id, Fence.Instance);
        await using var shared = new SharedPosition("shop", instances, lanes, epoch, () => Lease, TimeProvider.System, NullLogger.Instance);
        await using var lease = new LaneLease("shop", instances, lanes, shared, epoch, Lease, new WakeUps(() => Lease, TimeProvider.System), TimeProvider.System, NullLogger.Instance);
        await Eventually.IsTrueAsync(() => epoch.Over.IsCancellationRequested, "its epoch is over", TimeSpan.FromSeconds(10));
        Assert.Empty(lanes.Held);
    }

    [Fact]
    public async Task One_whose_last_write_is_under_way_is_removed_behind_it_and_costs_the_others_no_lease()
    {
        await using var bed = await OutboxBed.CreateAsync(server, "CREATE TABLE things (id bigint PRIMARY KEY)", []);
        await using var data = NpgsqlDataSource.Create(bed.ConnectionString);
        var instances = new InstanceTable(data, OutboxBed.Consumer);
        var (dead, _) = await instances.JoinAsync("dead", "", TimeSpan.Zero, startedAt: null, Token);
        await instances.ClaimAsync(dead, 256, Token);
        var (id, _) = await instances.JoinAsync("one", "", Lease, startedAt: null, Token);
        await using (await OpenTransaction.BeginAsync(bed.Database, $"SELECT FROM postgres_worker.instances WHERE id = {dead} FOR KEY SHARE"))
        {
            Assert.NotNull(await instances.RenewAsync(id, Lease, handled: null, Token));
            Assert.Empty((await instances.TidyAsync(id, Token)).Removed);
            Assert.Empty((await instances.ClaimAsync(id, 256, Token)).Lanes);
        }

        Assert.Equal([(dead, "dead")], (await instances.TidyAsync(id, Token)).Removed);
        Assert.Equal(256, (await instances.ClaimAsync(id, 256, Token)).Lanes.Count);
    }

    [Fact]
    public async Task The_lanes_are_shared_by_the_instances_of_the_release_that_came_last_and_a_reconnect_is_no_release()
    {
        await using var bed = await OutboxBed.CreateAsync(server, "CREATE TABLE things (id bigint PRIMARY KEY)", []);
        await using var data = NpgsqlDataSource.Create(bed.ConnectionString);
        var instances = new InstanceTable(data, OutboxBed.Consumer);
        var (first, startedAt) = await instances.JoinAsync("old", "1", Lease, startedAt: null, Token);
        var (second, _) = await instances.JoinAsync("new", "2", Lease, startedAt: null, Token);
        var (third, _) = await instances.JoinAsync("new", "2", Lease, startedAt: null, Token);
        Assert.Equal([second, third], (await instances.TidyAsync(first, Token)).Sharing);
        await instances.LeaveAsync(first, Token);
        var (again, _) = await instances.JoinAsync("old", "1", Lease, startedAt, Token);
        Assert.Equal([second, third], (await instances.TidyAsync(again, Token)).Sharing);
        Assert.Equal(0, LaneShares.Of([second, third], again));
        await instances.LeaveAsync(second, Token);
        await instances.LeaveAsync(third, Token);
        Assert.Equal([again], (await instances.TidyAsync(again, Token)).Sharing);
    }
}
