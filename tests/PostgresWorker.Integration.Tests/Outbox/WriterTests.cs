using Npgsql;
using PostgresWorker.Integration.Server;

namespace PostgresWorker.Integration.Outbox;

/// <summary>A write succeeds, whatever becomes of its capture.</summary>
public sealed class WriterTests(PostgresServer server)
{
    /// <summary>A type of which some values can't be written as JSON: an error would have one in its message.</summary>
    internal const string OddType =
        """
        CREATE TYPE odd AS ENUM ('good', 'bad');
        CREATE FUNCTION odd_json(odd) RETURNS json LANGUAGE plpgsql AS $$ BEGIN IF $1 > 'good' THEN RAISE EXCEPTION 'secret %', $1; END IF; RETURN '0'; END $$;
        CREATE CAST (odd AS json) WITH FUNCTION odd_json(odd)
        """;

    private const string Items = "CREATE TABLE items (id int PRIMARY KEY, note text)";

    [Fact]
    public async Task A_hundred_megabytes_are_captured_whole()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items")]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, repeat('0123456789', 10000000))");
        Assert.Equal("100000000 1", await bed.Database.ScalarAsync<string>("SELECT length(new_row ->> 'note') || ' ' || key || coalesce(problem, '') FROM postgres_worker.outbox_shop"));
    }

    [Fact]
    public async Task A_value_that_JSON_cannot_have_is_a_problem_and_keeps_its_key_and_order()
    {
        await using var bed = await OutboxBed.CreateAsync(
            server,
            $"""
            {OddType};
            CREATE TABLE items (id int, at timestamptz, v odd, PRIMARY KEY (id, at));
            CREATE TABLE simple (id int PRIMARY KEY, v odd)
            """,
            [Listeners.Of("items"), Listeners.Of("simple")]);
        await bed.ExecuteAsync("INSERT INTO items VALUES (1, '2020-01-01 00:00+00', 'good'); UPDATE items SET v = 'bad'; UPDATE items SET id = 2; DELETE FROM items");
        await bed.ExecuteAsync("INSERT INTO simple VALUES (1, 'bad'); UPDATE simple SET v = 'good'");
        var rows = await bed.TakeAsync();
        Assert.Equal([null, .. Enumerable.Repeat("P0001: a value can't be written as JSON", 5)], rows.Select(row => row.Problem));
        Assert.All(rows.Skip(1), row => Assert.Null(row.Old ?? row.New));
        const string First = """["1","2020-01-01T00:00:00+00:00"]""", Second = """["2","2020-01-01T00:00:00+00:00"]""";
        Assert.Equal([(First, null), (First, null), (Second, First), (Second, null), ("1", null), ("1", (string?)null)], rows.Select(row => (row.Key, row.OldKey)));
        Assert.Equal((rows[0].Lane, (short?)rows[0].Lane), (rows[1].Lane, rows[2].OldLane));
    }

    [Fact]
    public async Task A_writer_needs_no_rights_and_no_search_path_misleads_the_function()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items")]);
        await bed.ExecuteAsync(
            """
            DROP ROLE IF EXISTS outbox_writer; CREATE ROLE outbox_writer LOGIN; GRANT INSERT, SELECT, UPDATE ON items TO outbox_writer;
            CREATE SCHEMA hostile AUTHORIZATION outbox_writer;
            """);
        try
        {
            await using var data = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(bed.ConnectionString) { Username = "outbox_writer", Pooling = false }.ConnectionString);
            await using var command = data.CreateCommand(
                """
                CREATE FUNCTION hostile.row_to_json(public.items) RETURNS json LANGUAGE sql AS $$ SELECT '{}'::json $$;
                CREATE FUNCTION hostile.nextval(regclass) RETURNS bigint LANGUAGE sql AS $$ SELECT -1::bigint $$;
                CREATE FUNCTION hostile.never(int, int) RETURNS boolean LANGUAGE sql AS $$ SELECT NULL::boolean $$;
                CREATE FUNCTION hostile.field(json, text) RETURNS text LANGUAGE sql AS $$ SELECT 'forged' $$;
                CREATE OPERATOR hostile.= (LEFTARG = int, RIGHTARG = int, FUNCTION = hostile.never);
                CREATE OPERATOR hostile.->> (LEFTARG = json, RIGHTARG = text, FUNCTION = hostile.field);
                CREATE DOMAIN hostile.text AS int; CREATE DOMAIN hostile.json AS int;
                SET search_path = hostile, pg_temp, pg_catalog, public;
                INSERT INTO public.items VALUES (1, 'a');
                UPDATE public.items SET note = 'b' WHERE id OPERATOR(pg_catalog.=) 1
                """);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            Assert.Equal([("1", """{"id":1,"note":"a"}"""), ("1", """{"id":1,"note":"b"}""")], (await bed.TakeAsync()).Select(row => (row.Key, row.New)));
            await using var forged = data.CreateCommand("CREATE TABLE hostile.mine (id int); CREATE TRIGGER t AFTER INSERT ON hostile.mine FOR EACH ROW EXECUTE FUNCTION postgres_worker.capture_shop('1', 'I')");
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => forged.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).SqlState);
        }
        finally
        {
            await bed.ExecuteAsync("DROP OWNED BY outbox_writer CASCADE; DROP ROLE outbox_writer");
        }
    }

    [Fact]
    public async Task Columns_come_go_and_change_while_one_writes()
    {
        await using var bed = await OutboxBed.CreateAsync(server, "CREATE TABLE items (id int PRIMARY KEY, note text, gone int)", [Listeners.Of("items")]);
        await using var connection = await bed.Database.ConnectAsync();
        async Task<OutboxRow> WriteAsync(string change)
        {
            await bed.ExecuteAsync(change);
            await using var command = new NpgsqlCommand("UPDATE items SET note = note", connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            return (await bed.TakeAsync())[^1];
        }

        Assert.Equal("""{"id":1,"note":"1","gone":1}""", (await WriteAsync("INSERT INTO items VALUES (1, '1', 1)")).New);
        Assert.Equal("""{"id":1,"note":"1","gone":1,"added":true}""", (await WriteAsync("ALTER TABLE items ADD added boolean DEFAULT true")).New);
        Assert.Equal("""{"id":1,"note":"1","added":true}""", (await WriteAsync("ALTER TABLE items DROP gone")).New);
        Assert.Equal(("1", """{"id":1,"note":1,"added":true}"""), await WriteAsync("ALTER TABLE items ALTER note TYPE int USING note::int") is var retyped ? (retyped.Key, retyped.New) : default);
        Assert.Equal("1", (await WriteAsync("ALTER TABLE items ALTER id TYPE bigint")).Key);
        Assert.Equal(("[null]", """{"key":1,"note":1,"added":true}"""), await WriteAsync("ALTER TABLE items RENAME id TO key") is var renamed ? (renamed.Key, renamed.New) : default);
        await bed.PrepareAsync();
        Assert.Equal("1", (await WriteAsync("SELECT 1")).Key);
        Assert.Equal("[null]", (await WriteAsync("ALTER TABLE items DROP key")).Key);
    }

    [Theory]
    [InlineData("SQL_ASCII", "22021: a value has bytes that are no UTF-8", "")]
    [InlineData("LATIN1", null, "é")]
    [InlineData("WIN1252", null, "é")]
    public async Task What_UTF8_cannot_have_does_not_reach_the_reader(string encoding, string? problem, string key)
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items", orderBy: "note")], isPrepared: false, $"encoding_{encoding}");
        await bed.InEncodingAsync(encoding, Items, async data =>
        {
            await using var insert = data.CreateCommand("""INSERT INTO items VALUES (1, 'ok'); DO $$ BEGIN EXECUTE 'INSERT INTO items VALUES (2, E''\351'')'; END $$""");
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var rows = await OutboxBed.ReadAsync(data.ConnectionString);
            Assert.Equal([(null, "ok"), (problem, problem is null ? key : rows[1].Key)], rows.Select(row => (row.Problem, row.Key)));
            Assert.Equal(problem is null ? 1 : 64, rows[1].Key.Length);
        });
    }

    [Fact]
    public async Task Names_may_be_what_Postgres_allows()
    {
        var table = new string('Ü', 31);
        await using var bed = await OutboxBed.CreateAsync(
            server, $"""CREATE SCHEMA "my ""schema"; CREATE TABLE "my ""schema"."{table}" ("k'""$ey" text PRIMARY KEY, "$capture$" int)""", [Listeners.Of(table, schema: "my \"schema", whenChanged: "$capture$")]);
        await bed.ExecuteAsync($"""INSERT INTO "my ""schema"."{table}" VALUES ('a', 1); UPDATE "my ""schema"."{table}" SET "k'""$ey" = 'b'""");
        Assert.Equal([("a", null), ("b", "a")], (await bed.TakeAsync()).Select(row => (row.Key, row.OldKey)));
        Assert.Empty(await bed.DriftAsync());
    }
}
