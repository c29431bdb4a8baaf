using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// What capture costs writers: pgbench's inserts of single rows by eight clients into a table without triggers, with one that sends the row by NOTIFY, and with ours. Nobody reads the outbox, and nobody listens. And what a trigger for each statement would cost, which reads the rows from a transition table.
/// </summary>
internal static partial class OutboxWriterBenchmarks
{
    private const int Clients = 8, Seconds = 3;

    private const string Insert =
        """
        \set customer random(1, 1000)
        \set total random(1, 100000)
        INSERT INTO orders (customer_id, status, total, placed_at, note) VALUES (:customer, 'pending', :total / 100.0, now(), 'a note of order ' || :total);
        """;

    // As much as one client sends in one statement when it fills a table.
    private const int Many = 1000;

    private const string InsertMany =
        """
        \set customer random(1, 1000)
        \set total random(1, 100000)
        INSERT INTO orders (customer_id, status, total, placed_at, note) SELECT :customer, 'pending', :total / 100.0, now(), 'a note of order ' || g FROM generate_series(1, 1000) g;
        """;

    private static readonly Database[] Databases =
    [
        new("NoTrigger", "none", "orders", async (database, _) => await OrdersDatabase.ExecuteAsync(database, OrdersDatabase.Table).ConfigureAwait(false)),
        new("PgNotify", "notify", "orders", async (database, _) => await OrdersDatabase.ExecuteAsync(database, $"{OrdersDatabase.Table}; {NotifyTrigger}").ConfigureAwait(false)),
        new("Outbox", "outbox", $"orders, {OutboxBench.Outbox}", (database, connectionString) => OutboxBench.MakeAsync(database, connectionString, WakeUp.Poll)),
        new("OutboxThatNotifies", "waking", $"orders, {OutboxBench.Outbox}", (database, connectionString) => OutboxBench.MakeAsync(database, connectionString, WakeUp.Notify)),
    ];

    private static readonly Database[] Granularities =
    [
        Databases[0],
        Databases[2],
        new("Statement", "statement", $"orders, {OutboxBench.Outbox}", async (database, connectionString) =>
        {
            await OutboxBench.MakeAsync(database, connectionString, WakeUp.Poll).ConfigureAwait(false);
            await OrdersDatabase.ExecuteAsync(database, StatementTrigger).ConfigureAwait(false);
        }),
    ];

    // The same rows of the outbox, written by one statement from the transition table: the least that such a trigger has to do, for a key of one column.
    private const string StatementTrigger =
        """
        DO $$
        DECLARE
            t name;
        BEGIN
            FOR t IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'orders'::regclass AND tgname LIKE '!%' LOOP
                EXECUTE format('DROP TRIGGER %I ON orders', t);
            END LOOP;
        END $$;
        CREATE FUNCTION capture_statement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
        BEGIN
            INSERT INTO postgres_worker.outbox_drain (id, capture, kind, lane, key, transaction_id, written_at, size, old_row, new_row, problem)
            SELECT
                nextval('postgres_worker.outbox_drain_id'::regclass), 1, 'I', hashtext(('1 ' || r.key) COLLATE "C") & 255, r.key, pg_current_xact_id(), clock_timestamp(),
                octet_length(r.after::text), NULL, r.after, NULL
            FROM (SELECT a.after, a.after ->> 'id' AS key FROM (SELECT row_to_json(n) AS after FROM new_rows n) a) r;
            RETURN NULL;
        END $$;
        CREATE TRIGGER capture_statement AFTER INSERT ON orders REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION capture_statement()
        """;

    private const string NotifyTrigger =
        """
        CREATE FUNCTION notify() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_notify(''orders'', row_to_json(NEW)::text); RETURN NULL; END';
        CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION notify()
        """;

    /// <summary>With a server as it is installed, where each commit waits for the disk; and with <c>synchronous_commit = off</c>, where the processor's share is all there is.</summary>
    public static IEnumerable<Interleaved> All => [Of("Outbox.Writers", "on", Databases), Of("Outbox.Writers.Asynchronous", "off", Databases)];

    /// <summary>What a trigger for each statement would spare.</summary>
    public static IEnumerable<Interleaved> OfStatements =>
    [
        Of("Outbox.Statements.Many", "off", Granularities, InsertMany, Many), Of("Outbox.Statements.Single", "off", Granularities),
    ];

    private static Interleaved Of(string name, string synchronousCommit, Database[] databases, string script = Insert, int rows = 1)
    {
        var server = new Lazy<Task<ThrowAwayPostgres>>(() => StartAsync(synchronousCommit, databases));
        return new Interleaved(name, "inserts/s", OutboxBench.Rounds, [.. databases.Select(database => (database.Name, (Func<Task<double>>)(async () => rows * await InsertAsync(server, database, script).ConfigureAwait(false))))]) { Yardsticks = 2 };
    }

    private static async Task<ThrowAwayPostgres> StartAsync(string synchronousCommit, Database[] databases)
    {
        var server = await ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["fsync"] = "on",
                ["full_page_writes"] = "on",
                ["shared_buffers"] = "128MB",
                ["wal_level"] = "replica",
                ["synchronous_commit"] = synchronousCommit,
            },
        }).ConfigureAwait(false);
        foreach (var database in databases)
        {
            await UseAsync(server, "postgres", $"CREATE DATABASE {database.DatabaseName}").ConfigureAwait(false);
            var source = NpgsqlDataSource.Create(server.ConnectionStringFor(database.DatabaseName));
            await using var _ = source.ConfigureAwait(false);
            await database.MakeAsync(source, server.ConnectionStringFor(database.DatabaseName)).ConfigureAwait(false);
        }

        return server;
    }

    private static async Task<double> InsertAsync(Lazy<Task<ThrowAwayPostgres>> lazy, Database database, string text)
    {
        var server = await lazy.Value.ConfigureAwait(false);
        await UseAsync(server, database.DatabaseName, $"TRUNCATE {database.Tables}").ConfigureAwait(false);
        await UseAsync(server, database.DatabaseName, "CHECKPOINT").ConfigureAwait(false);
        var binaries = await PostgresSearch.FindAsync(null, server.Version.Major, CancellationToken.None).ConfigureAwait(false);
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, text).ConfigureAwait(false);
        var run = await ProgramRun.RunAsync(
            binaries.Program("pgbench"),
            [
                "-n", "-M", "prepared", "-f", script, "-h", "127.0.0.1", "-p", server.Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres",
                "-c", Clients.ToString(CultureInfo.InvariantCulture), "-j", "2", "-T", Seconds.ToString(CultureInfo.InvariantCulture), database.DatabaseName,
            ],
            CancellationToken.None).ConfigureAwait(false);
        File.Delete(script);
        return Rate().Match(run.Output) is { Success: true } rate && run.ExitCode == 0
            ? double.Parse(rate.ValueSpan, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"pgbench must end with a rate; it said:\n{run.Output}");
    }

    private static async Task UseAsync(ThrowAwayPostgres server, string name, string sql)
    {
        var database = NpgsqlDataSource.Create(server.ConnectionStringFor(name));
        await using var _ = database.ConfigureAwait(false);
        await OrdersDatabase.ExecuteAsync(database, sql).ConfigureAwait(false);
    }

    [GeneratedRegex(@"(?<=^tps = )[0-9.]+", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rate();

    /// <summary>What is measured: a database, its tables, and how they are made.</summary>
    private sealed record Database(string Name, string DatabaseName, string Tables, Func<NpgsqlDataSource, string, Task> MakeAsync);
}
