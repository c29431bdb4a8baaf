using PostgresWorker.Integration.Server;

namespace PostgresWorker.Integration.Outbox;

/// <summary>A partitioned table's changes are the root's, as the WAL has them.</summary>
public sealed class PartitionTests(PostgresServer server)
{
    private const string Table =
        """
        CREATE TABLE items (id int, part int, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
        CREATE TABLE items_1 PARTITION OF items FOR VALUES IN (1);
        CREATE TABLE items_2 PARTITION OF items FOR VALUES IN (2) PARTITION BY RANGE (id);
        CREATE TABLE items_2a PARTITION OF items_2 DEFAULT
        """;

    [Fact]
    public async Task Every_partition_is_captured_whichever_table_is_named_and_one_attached_later_too()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Table, [Listeners.Of("items")]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 1), (2, 2); INSERT INTO items_2a VALUES (3, 2); CREATE TABLE items_3 (part int NOT NULL, id int NOT NULL); ALTER TABLE items ATTACH PARTITION items_3 FOR VALUES IN (3); INSERT INTO items_3 VALUES (3, 4)");
        var rows = await bed.TakeAsync();
        Assert.Equal(["""["1","1"]""", """["2","2"]""", """["3","2"]""", """["4","3"]"""], rows.Select(row => row.Key));
        Assert.Single(rows.Select(row => row.Capture).Distinct());
        Assert.Empty(await bed.DriftAsync());

        await bed.ExecuteAsync("BEGIN; SET LOCAL session_replication_role = replica; UPDATE items SET part = 1 WHERE id = 4; COMMIT");
        Assert.Equal([('D', """["4","3"]"""), ('I', """["4","1"]""")], (await bed.TakeAsync()).Select(row => (row.Kind, row.Key)));
    }

    [Fact]
    public async Task TRUNCATE_of_the_root_is_one_change_and_that_of_a_partition_none()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Table, [Listeners.Of("items"), Listeners.Truncates("items")]);
        await bed.ExecuteAsync("TRUNCATE items_1");
        Assert.Empty(await bed.TakeAsync());
        await bed.ExecuteAsync("TRUNCATE items");
        Assert.Equal('T', Assert.Single(await bed.TakeAsync()).Kind);
    }

    [Fact]
    public async Task A_partition_whose_trigger_is_disabled_is_found_and_mended()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Table, [Listeners.Of("items")]);
        await bed.ExecuteAsync("ALTER TABLE items_2a DISABLE TRIGGER ALL");
        Assert.Contains("is missing or disabled on 1 partitions", Assert.Single(await bed.DriftAsync()).Message, StringComparison.Ordinal);
        await bed.PrepareAsync();
        await bed.ExecuteAsync("INSERT INTO items VALUES (2, 2)");
        Assert.Single(await bed.TakeAsync());
        Assert.Empty(await bed.DriftAsync());
    }
}
