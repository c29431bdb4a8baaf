using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Outbox;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Store;

namespace PostgresWorker.Integration.Outbox;

/// <summary>Changes and their records go together, and only by who is an instance.</summary>
public sealed class DeletionTests(PostgresServer server)
{
    private const string Left = "SELECT format('%s %s', (SELECT count(*) FROM postgres_worker.outbox_shop), (SELECT count(*) FROM postgres_worker.handled_changes))";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_instance_that_was_removed_deletes_stays_and_so_do_its_records()
    {
        await using var bed = await OutboxBed.CreateAsync(server, "CREATE TABLE items (id int PRIMARY KEY)", [Listeners.Of("items")]);
        await using var data = NpgsqlDataSource.Create(bed.ConnectionString);
        var instances = new InstanceTable(data, OutboxBed.Consumer);
        var (id, _) = await instances.JoinAsync("one", "", TimeSpan.FromMinutes(1), startedAt: null, Token);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1)");
        var change = Assert.Single(await OutboxBed.ReadAsync(bed.ConnectionString));
        await bed.ExecuteAsync(Record(change.Id));
        using var epoch = new Epoch(id, Fence.Instance);
        var deletion = new OutboxDeletion(data, new OutboxNames(OutboxBed.Consumer), epoch, hasRecords: true);
        OutboxProgress[] changes = [new(null!, change.Id, change.Lane, new Generation())];

        using var none = new Epoch(id + 1, Fence.Instance);
        var refused = new OutboxDeletion(data, new OutboxNames(OutboxBed.Consumer), none, hasRecords: true);
        await Assert.ThrowsAsync<EpochOverException>(() => refused.DeleteAsync(changes, Token));
        Assert.Equal("1 1", await bed.Database.ScalarAsync<string>(Left));
        await deletion.DeleteAsync(changes, Token);
        Assert.Equal("0 0", await bed.Database.ScalarAsync<string>(Left));
    }

    [Fact]
    public async Task An_outbox_that_is_made_anew_uses_no_number_that_letters_or_records_of_the_old_one_know()
    {
        await using var bed = await OutboxBed.CreateAsync(server, "CREATE TABLE items (id int PRIMARY KEY)", [Listeners.Of("items")]);
        await bed.ExecuteAsync(Record(1000));
        await bed.ExecuteAsync("DROP TABLE postgres_worker.outbox_shop; DROP SEQUENCE postgres_worker.outbox_shop_id");
        await bed.PrepareAsync();
        await bed.ExecuteAsync("INSERT INTO items VALUES (1)");
        Assert.Equal(1001, Assert.Single(await bed.TakeAsync()).Id);
        await bed.RemoveAsync();
        Assert.Equal(0L, await bed.Database.ScalarAsync<long>("SELECT count(*) FROM postgres_worker.handled_changes"));
    }

    private static string Record(long id) =>
        $"INSERT INTO postgres_worker.handled_changes (consumer, listener, commit_lsn, change_lsn, ordinal, epoch) VALUES ('shop', 'l', '0/0', '0/0'::pg_lsn + {id}, 0, 1)";
}
