using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

public sealed class ScratchTests(PostgresServer server)
{
    [Fact]
    public async Task It_walks()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        var c = database.Slot;
        await database.MakeStoreAsync();
        await database.ExecuteAsync($$"""
        CREATE TABLE "postgres_worker"."outboxes" (consumer text PRIMARY KEY, version int NOT NULL, incarnation bigint NOT NULL DEFAULT (pg_catalog.hashtextextended(pg_catalog.gen_random_uuid()::text, 0) & 9223372036854775807));
        CREATE TABLE "postgres_worker"."captures" (id int PRIMARY KEY, consumer text NOT NULL, table_schema text NOT NULL, table_name text NOT NULL, order_by text, key_columns text[] NOT NULL);
        CREATE TABLE "postgres_worker"."instances" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, consumer text NOT NULL, name text NOT NULL, started_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, handled pg_lsn);
        CREATE TABLE "postgres_worker"."lanes" (consumer text, lane smallint, owner bigint, epoch bigint NOT NULL DEFAULT 0, PRIMARY KEY (consumer, lane)) WITH (fillfactor = 50);
        INSERT INTO postgres_worker.outboxes VALUES ('{{c}}', 1);
        INSERT INTO postgres_worker.captures VALUES (1, '{{c}}', 'public', 'orders', NULL, '{id}');
        INSERT INTO postgres_worker.lanes (consumer, lane) SELECT '{{c}}', n FROM generate_series(0, 255) n;
        CREATE SEQUENCE postgres_worker."outbox_{{c}}_id";
        CREATE TABLE postgres_worker."outbox_{{c}}" (id bigint NOT NULL, segment smallint NOT NULL, capture int NOT NULL, kind "char" NOT NULL, lane smallint NOT NULL, old_lane smallint, key text NOT NULL, old_key text,
            transaction_id xid8 NOT NULL, written_at timestamptz NOT NULL, old_row json, new_row json, problem text) PARTITION BY LIST (segment);
        CREATE FUNCTION postgres_worker.capture() RETURNS trigger LANGUAGE plpgsql AS $f$
        DECLARE b json; a json; k text; ok text;
        BEGIN
          IF TG_OP <> 'DELETE' THEN a := row_to_json(NEW); k := a ->> 'id'; END IF;
          IF TG_OP <> 'INSERT' THEN b := row_to_json(OLD); ok := b ->> 'id'; END IF;
          k := coalesce(k, ok); IF ok = k THEN ok := NULL; END IF;
          INSERT INTO postgres_worker."outbox_{{c}}" SELECT n.id, (n.id >> 17) & 7, 1, left(TG_OP,1)::"char", hashtext(k) & 255, hashtext(ok) & 255, k, ok, pg_current_xact_id(), clock_timestamp(), b, a, NULL
            FROM (SELECT nextval('postgres_worker."outbox_{{c}}_id"') AS id OFFSET 0) n;
          RETURN NULL;
        END $f$;
        CREATE TRIGGER "!pw" AFTER INSERT OR UPDATE OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION postgres_worker.capture();
        """);
        for (var i = 0; i < 8; i++)
        {
            await database.ExecuteAsync($"""CREATE TABLE postgres_worker."outbox_{c}_{i}" PARTITION OF postgres_worker."outbox_{c}" FOR VALUES IN ({i}); CREATE INDEX ON postgres_worker."outbox_{c}_{i}" (id)""");
        }

        await using var worker = await RunningWorker.StartAsync(database, o => o.Capture = Capture.Outbox);
        await database.ExecuteAsync("INSERT INTO orders VALUES (7, 3, 'pending', 10.50, '2026-11-22 12:30:00.123456+01', 'a note')");
        await database.ExecuteAsync("UPDATE orders SET status = 'shipped', note = NULL");
        await database.ExecuteAsync("DELETE FROM orders");
        await worker.HasHandledAsync(3);
        var lsn = await database.CurrentLsnAsync();
        await worker.Control.WhenHandledAsync("shop", lsn, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await Eventually.IsTrueAsync(async () => await database.ScalarAsync<long>($"SELECT count(*) FROM postgres_worker.\"outbox_{c}\"") == 0, () => "outbox is empty\n" + worker.Log);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT generate_series(100, 100099)");
        TestContext.Current.TestOutputHelper!.WriteLine($"written {watch.ElapsedMilliseconds}");
        await worker.HasHandledAsync(100003);
        TestContext.Current.TestOutputHelper!.WriteLine($"handled {watch.ElapsedMilliseconds}");
        await worker.StopAsync();
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join("\n", worker.Log.ToString().Split('\n').Where(l => !l.Contains("handled", StringComparison.Ordinal)).Take(60)));
        Assert.Equal(3L + 100000, worker.Inbox.Handled.Count);
        Assert.Equal(0, await database.ScalarAsync<long>($"SELECT count(*) FROM postgres_worker.\"outbox_{c}\""));
    }
}
