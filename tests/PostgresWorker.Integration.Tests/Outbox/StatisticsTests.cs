using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Outbox;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Store;

namespace PostgresWorker.Integration.Outbox;

/// <summary>An outbox whose statistics were taken when it was empty, as those of a queue mostly are: what is read and deleted of a backlog is found by the index, and the rest of it left alone.</summary>
public sealed class StatisticsTests(PostgresServer server)
{
    private const int Changes = 20_000;

    private const string Visited = "SELECT sum(seq_tup_read + idx_tup_fetch)::bigint FROM pg_stat_user_tables WHERE schemaname = 'postgres_worker' AND relname LIKE 'outbox\\_shop\\__'";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_reads_no_more_than_it_brings()
    {
        await using var bed = await FilledAsync(server, nameof(A_look_reads_no_more_than_it_brings));
        var before = await bed.Database.ScalarAsync<long>(Visited);
        int rows;
        await using (var data = NpgsqlDataSource.Create(bed.ConnectionString + ";Pooling=false"))
        {
            var poll = await new OutboxReader(data, new OutboxNames(OutboxBed.Consumer), new RowBuffer(), readsTraces: true).PollAsync(new Window(), lanes: null, tables: [], without: [], Token);
            Assert.False(poll.IsWhole);
            rows = poll.Rows.Count;
        }

        Assert.InRange(await VisitedAsync(bed, before + rows) - before, rows, rows + 100);
    }

    [Fact]
    public async Task A_deletion_reads_little_more_than_it_deletes_and_deletes_nothing_else()
    {
        await using var bed = await FilledAsync(server, nameof(A_deletion_reads_little_more_than_it_deletes_and_deletes_nothing_else));
        var before = await bed.Database.ScalarAsync<long>(Visited);

        // Some close together, as of one instance of two, and some far from each other.
        var ids = Enumerable.Range(0, Changes).Select(id => 1L + id).Where(id => id is > 1000 and <= 3000 ? id % 2 == 0 : id > 10_000 && id % 500 == 0).ToArray();
        await using (var data = NpgsqlDataSource.Create(bed.ConnectionString + ";Pooling=false"))
        {
            var (instance, _) = await new InstanceTable(data, OutboxBed.Consumer).JoinAsync("one", "", TimeSpan.FromMinutes(1), startedAt: null, Token);
            using var epoch = new Epoch(instance, Fence.Instance);
            await new OutboxDeletion(data, new OutboxNames(OutboxBed.Consumer), epoch, hasRecords: false)
                .DeleteAsync(Array.ConvertAll(ids, id => new OutboxProgress(null!, id, 0, new Generation())), Token);
        }

        Assert.InRange(await VisitedAsync(bed, before + ids.Length) - before, ids.Length, 3 * ids.Length);
        Assert.Equal(
            Enumerable.Range(0, Changes).Select(id => 1L + id).Except(ids),
            await bed.Database.ScalarAsync<long[]>("SELECT array_agg(id ORDER BY id) FROM postgres_worker.outbox_shop"));
    }

    private static async Task<OutboxBed> FilledAsync(PostgresServer server, string test)
    {
        var bed = await OutboxBed.CreateAsync(server, "CREATE TABLE items (id int PRIMARY KEY)", [Listeners.Of("items")], test: test);
        await bed.ExecuteAsync($"INSERT INTO items SELECT generate_series(1, {Changes})");
        await bed.ExecuteAsync("UPDATE pg_class SET (reltuples, relpages) = (0, 1) WHERE oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'postgres_worker.outbox_shop'::regclass)");
        return bed;
    }

    // A session tells what it has read when it ends, and is done with that a little later.
    private static async Task<long> VisitedAsync(OutboxBed bed, long atLeast)
    {
        long visited = 0;
        await Eventually.IsTrueAsync(async () => (visited = await bed.Database.ScalarAsync<long>(Visited)) >= atLeast, () => $"the server counts {atLeast} rows that were read, and not {visited}");
        return visited;
    }
}
