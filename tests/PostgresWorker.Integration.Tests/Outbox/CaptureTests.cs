using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Integration.Server;

namespace PostgresWorker.Integration.Outbox;

/// <summary>What a trigger writes, whatever statement the change comes from.</summary>
public sealed class CaptureTests(PostgresServer server)
{
    private const string Items = "CREATE TABLE items (id int PRIMARY KEY, note text)";

    [Fact]
    public async Task Each_kind_of_change_has_its_rows_and_its_key()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items"), Listeners.Truncates("items")]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a'); UPDATE items SET note = NULL; DELETE FROM items; TRUNCATE items");
        var rows = await bed.TakeAsync();
        Assert.Equal(
            [('I', "1", null, """{"id":1,"note":"a"}"""), ('U', "1", """{"id":1,"note":"a"}""", """{"id":1,"note":null}"""), ('D', "1", """{"id":1,"note":null}""", null), ('T', "", null, null)],
            rows.Select(row => (row.Kind, row.Key, row.Old, row.New)));
        Assert.All(rows, row => Assert.True(row is { OldKey: null, OldLane: null, Problem: null, Lane: >= 0 and <= 255 } && row.Segment == ((row.Id >> 17) & 7)));
        Assert.Single(rows.Take(3).Select(row => row.Lane).Distinct());
    }

    [Fact]
    public async Task Only_the_kinds_that_listeners_take_are_captured()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items", ChangeKinds.Deleted)]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a'); UPDATE items SET note = NULL; DELETE FROM items; TRUNCATE items");
        Assert.Equal('D', Assert.Single(await bed.TakeAsync()).Kind);
    }

    [Fact]
    public async Task A_move_has_both_keys_and_both_lanes()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items")]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a'); UPDATE items SET id = 2; DELETE FROM items");
        var rows = await bed.TakeAsync();
        Assert.Equal(("2", "1", rows[2].Lane, (short?)rows[0].Lane), (rows[1].Key, rows[1].OldKey, rows[1].Lane, rows[1].OldLane));
    }

    [Fact]
    public async Task Keys_are_one_columns_text_an_array_of_several_or_nothing_and_NULL_is_one()
    {
        await using var bed = await OutboxBed.CreateAsync(
            server,
            "CREATE TABLE pairs (b text, a int, v text, PRIMARY KEY (a, b)); CREATE TABLE heap (v text); CREATE TABLE items (id int PRIMARY KEY, at timestamptz, customer text)",
            [Listeners.Of("pairs"), Listeners.Of("heap"), Listeners.Of("items", orderBy: "customer"), Listeners.Of("items", orderBy: "at", name: "Shop.At")]);
        await bed.ExecuteAsync("""INSERT INTO pairs VALUES ('x"y', 1); UPDATE pairs SET a = 2; INSERT INTO heap VALUES ('v')""");
        Assert.Equal([("""["x\"y","1"]""", null), ("""["x\"y","2"]""", """["x\"y","1"]"""), ("", null)], (await bed.TakeAsync()).Select(row => (row.Key, row.OldKey)));
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, '2020-01-01 00:00+02', 'c'); UPDATE items SET customer = NULL");
        var rows = await bed.TakeAsync();
        Assert.Equal(["2019-12-31T22:00:00+00:00", "2019-12-31T22:00:00+00:00", "[null]", "c"], rows.Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.Equal("c", Assert.Single(rows, row => row.Key == "[null]").OldKey);
    }

    [Fact]
    public async Task Tables_are_ordered_apart_and_with_PerTable_as_a_whole()
    {
        await using var bed = await OutboxBed.CreateAsync(server, $"{Items}; CREATE TABLE others (LIKE items INCLUDING ALL)", [Listeners.Of("items"), Listeners.Of("others")]);
        await bed.ExecuteAsync("INSERT INTO items SELECT g, '' FROM generate_series(1, 200) g; INSERT INTO others SELECT g, '' FROM generate_series(1, 200) g");
        var rows = await bed.TakeAsync();
        Assert.True(rows.GroupBy(row => row.Key).Count(key => key.Select(row => row.Lane).Distinct().Count() == 2) > 150);
        Assert.True(rows.Select(row => row.Lane).Distinct().Count() > 150);
        await bed.PrepareAsync(definition: new(OutboxBed.Consumer, WakesUp: false, Ordering.PerTable));
        await bed.ExecuteAsync("UPDATE items SET id = -id");
        Assert.Equal([("", (string?)null)], (await bed.TakeAsync()).Select(row => (row.Key, row.OldKey)).Distinct());
    }

    [Fact]
    public async Task Upserts_MERGE_COPY_and_cascades_are_what_they_do_to_rows()
    {
        await using var bed = await OutboxBed.CreateAsync(server, $"{Items}; CREATE TABLE lines (id int PRIMARY KEY, item int REFERENCES items ON DELETE CASCADE)", [Listeners.Of("items"), Listeners.Of("lines")]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'a'); INSERT INTO items VALUES (1, 'b'), (2, 'b') ON CONFLICT (id) DO UPDATE SET note = excluded.note; INSERT INTO items VALUES (1, 'c') ON CONFLICT DO NOTHING");
        Assert.Equal("IUI", Kinds(await bed.TakeAsync()));
        if (await bed.Database.ScalarAsync<int>("SELECT current_setting('server_version_num')::int") >= 150000)
        {
            await bed.ExecuteAsync("MERGE INTO items USING (VALUES (1, NULL), (2, 'm'), (3, 'n')) AS s (id, note) ON items.id = s.id WHEN MATCHED AND s.note IS NULL THEN DELETE WHEN MATCHED THEN UPDATE SET note = s.note WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.note)");
            Assert.Equal("DIU", string.Concat(Kinds(await bed.TakeAsync()).Order()));
        }

        await using (var connection = await bed.Database.ConnectAsync())
        {
            await using var copy = await connection.BeginTextImportAsync("COPY items FROM STDIN", TestContext.Current.CancellationToken);
            await copy.WriteAsync("7\tx\n8\ty\n");
        }

        await bed.ExecuteAsync("INSERT INTO lines VALUES (70, 7), (71, 7)");
        Assert.Equal("IIII", Kinds(await bed.TakeAsync()));
        await bed.ExecuteAsync("DELETE FROM items WHERE id = 7");
        Assert.Equal(["7", "70", "71"], (await bed.TakeAsync()).Select(row => row.Key));
    }

    [Fact]
    public async Task What_is_rolled_back_is_not_written_and_replicated_changes_are()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items")]);
        await bed.ExecuteAsync("BEGIN; INSERT INTO items VALUES (1, ''); SAVEPOINT s; INSERT INTO items VALUES (2, ''); ROLLBACK TO s; INSERT INTO items VALUES (3, ''); COMMIT");
        Assert.Equal(["1", "3"], (await bed.TakeAsync()).Select(row => row.Key));
        await bed.ExecuteAsync("BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM items; COMMIT");
        Assert.Equal("DD", Kinds(await bed.TakeAsync()));
    }

    [Fact]
    public async Task A_change_takes_its_id_before_another_trigger_changes_the_row_again()
    {
        await using var bed = await OutboxBed.CreateAsync(
            server,
            $"""
            {Items};
            CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE items SET note = 'again' WHERE id = NEW.id AND note IS DISTINCT FROM 'again'; RETURN NULL; END $$;
            CREATE TRIGGER "1" AFTER INSERT ON items FOR EACH ROW EXECUTE FUNCTION again();
            """,
            [Listeners.Of("items")]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, 'first')");
        Assert.Equal("IU", Kinds(await bed.TakeAsync()));
    }

    [Fact]
    public async Task Ids_of_one_row_are_in_the_order_of_commit()
    {
        await using var bed = await OutboxBed.CreateAsync(server, "CREATE TABLE counters (id int PRIMARY KEY, n int NOT NULL); INSERT INTO counters VALUES (1, 0)", [Listeners.Of("counters")]);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            await using var connection = await bed.Database.ConnectAsync();
            for (var i = 0; i < 200; i++)
            {
                await using var command = new NpgsqlCommand("UPDATE counters SET n = n + 1", connection);
                await command.ExecuteNonQueryAsync();
            }
        })));
        Assert.Equal(Enumerable.Range(1, 400).Select(n => $$"""{"id":1,"n":{{n}}}"""), (await bed.TakeAsync()).Select(row => row.New));
    }

    private static string Kinds(IReadOnlyList<OutboxRow> rows) => string.Concat(rows.Select(row => row.Kind));
}
