using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Outbox;

namespace PostgresWorker.Integration.Outbox;

/// <summary>What instances write of how far they are, and what of it counts.</summary>
public sealed class InstancePositionTests(PostgresServer server)
{
    private const string Things = "CREATE TABLE things (id bigint PRIMARY KEY)";

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_position_that_was_known_before_lanes_were_taken_does_not_count()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Things, []);
        await using var data = NpgsqlDataSource.Create(bed.ConnectionString);
        var instances = new InstanceTable(data, OutboxBed.Consumer);
        var (id, _) = await instances.JoinAsync("one", "", Lease, startedAt: null, Token);
        var few = await instances.ClaimAsync(id, 100, Token);
        Assert.Equal(100, few.Lanes.Count);
        var before = new Mark(new Lsn(1000), few.Claims, IsAll: false);
        Assert.Equal(few.Claims, (await instances.RenewAsync(id, Lease, before, Token))!.Claims);
        Assert.Equal("0/3E8", await HandledAsync(bed, id));

        var all = await instances.ClaimAsync(id, 256, Token);
        Assert.Equal(256, all.Lanes.Count);
        Assert.Null(await HandledAsync(bed, id));

        // As a statement does that was sent before, and comes late.
        Assert.Equal(new Renewal(all.Claims, Lsn.None), await instances.RenewAsync(id, Lease, before, Token));
        Assert.Equal(Lsn.None, await instances.ExchangeAsync(id, before, Lsn.None, isAnother: false, Token));
        Assert.Null(await HandledAsync(bed, id));
        Assert.Equal(new Renewal(all.Claims, new Lsn(900)), await instances.RenewAsync(id, Lease, before with { Position = new Lsn(900), Claims = all.Claims }, Token));

        // Where there is nothing to be taken, nothing is forgotten.
        Assert.Equal(all.Claims, (await instances.ClaimAsync(id, 256, Token)).Claims);
        Assert.Equal("0/384", await HandledAsync(bed, id));
    }

    [Fact]
    public async Task All_are_as_far_as_the_last_of_those_that_have_lanes()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Things, []);
        await using var data = NpgsqlDataSource.Create(bed.ConnectionString);
        var instances = new InstanceTable(data, OutboxBed.Consumer);
        var (first, _) = await instances.JoinAsync("first", "", Lease, startedAt: null, Token);
        var (second, _) = await instances.JoinAsync("second", "", Lease, startedAt: null, Token);
        var (idle, _) = await instances.JoinAsync("idle", "", Lease, startedAt: null, Token);
        var claims = (await instances.ClaimAsync(first, 128, Token)).Claims;
        Task<Lsn> SayAsync(long instance, ulong position) => instances.ExchangeAsync(instance, new Mark(new Lsn(position), claims, IsAll: false), Lsn.None, isAnother: false, Token);

        Assert.Equal(Lsn.None, await SayAsync(first, 500));
        await instances.ClaimAsync(second, 127, Token);
        Assert.Equal(Lsn.None, await SayAsync(second, 400));
        await instances.ClaimAsync(second, 1, Token);
        Assert.Equal(Lsn.None, await SayAsync(second, 400));
        Assert.Equal(new Lsn(300), await instances.ExchangeAsync(second, new Mark(new Lsn(300), claims + 1, IsAll: false), Lsn.None, isAnother: false, Token));
        Assert.Equal(new Lsn(300), await instances.ExchangeAsync(idle, null, new Lsn(7), isAnother: true, Token));
        Assert.Equal("0/7", await bed.Database.ScalarAsync<string>($"SELECT asked::text FROM postgres_worker.instances WHERE id = {idle}"));

        // One that was removed says nothing any more, and its lanes are nobody's.
        await instances.LeaveAsync(second, Token);
        Assert.Equal(Lsn.None, await instances.ExchangeAsync(second, new Mark(new Lsn(900), claims + 1, IsAll: false), Lsn.None, isAnother: false, Token));
        Assert.Null(await instances.RenewAsync(second, Lease, new Mark(new Lsn(900), claims + 1, IsAll: false), Token));
    }

    private static async Task<string?> HandledAsync(OutboxBed bed, long id) =>
        await bed.Database.ScalarAsync<object>($"SELECT handled::text FROM postgres_worker.instances WHERE id = {id}") as string;
}
