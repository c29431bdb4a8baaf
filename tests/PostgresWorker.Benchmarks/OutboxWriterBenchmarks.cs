using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// What capture costs writers: pgbench's inserts of single rows by eight clients into a table without triggers, with one that sends the row by NOTIFY, and with ours. Nobody reads the outbox, and nobody listens.
/// </summary>
internal static partial class OutboxWriterBenchmarks
{
    private const int Clients = 8, Seconds = 3, Rounds = 16;

    private const string Insert =
        """
        \set customer random(1, 1000)
        \set total random(1, 100000)
        INSERT INTO orders (customer_id, status, total, placed_at, note) VALUES (:customer, 'pending', :total / 100.0, now(), 'a note of order ' || :total);
        """;

    private static readonly Database[] Databases =
    [
        new("NoTrigger", "none", "orders", async (database, _) => await OutboxBench.ExecuteAsync(database, OutboxBench.Table).ConfigureAwait(false)),
        new("PgNotify", "notify", "orders", async (database, _) => await OutboxBench.ExecuteAsync(database, $"{OutboxBench.Table}; {NotifyTrigger}").ConfigureAwait(false)),
        new("Outbox", "outbox", $"orders, {OutboxBench.Outbox}", (database, connectionString) => OutboxBench.MakeAsync(database, connectionString, WakeUp.Poll)),
        new("OutboxThatNotifies", "waking", $"orders, {OutboxBench.Outbox}", (database, connectionString) => OutboxBench.MakeAsync(database, connectionString, WakeUp.Notify)),
    ];

    private const string NotifyTrigger =
        """
        CREATE FUNCTION notify() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_notify(''orders'', row_to_json(NEW)::text); RETURN NULL; END';
        CREATE TRIGGER notify AFTER INSERT OR UPDATE OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION notify()
        """;

    /// <summary>With a server as it is installed, where each commit waits for the disk; and with <c>synchronous_commit = off</c>, where the processor's share is all there is.</summary>
    public static IReadOnlyList<Interleaved> All { get; } = [Of("Outbox.Writers", "on"), Of("Outbox.Writers.Asynchronous", "off")];

    private static Interleaved Of(string name, string synchronousCommit)
    {
        var server = new Lazy<Task<ThrowAwayPostgres>>(() => StartAsync(synchronousCommit));
        return new Interleaved(name, "inserts/s", Rounds, [.. Databases.Select(database => (database.Name, (Func<Task<double>>)(() => InsertAsync(server, database))))]);
    }

    private static async Task<ThrowAwayPostgres> StartAsync(string synchronousCommit)
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
        foreach (var database in Databases)
        {
            await UseAsync(server, "postgres", $"CREATE DATABASE {database.DatabaseName}").ConfigureAwait(false);
            var source = NpgsqlDataSource.Create(server.ConnectionStringFor(database.DatabaseName));
            await using var _ = source.ConfigureAwait(false);
            await database.MakeAsync(source, server.ConnectionStringFor(database.DatabaseName)).ConfigureAwait(false);
        }

        return server;
    }

    private static async Task<double> InsertAsync(Lazy<Task<ThrowAwayPostgres>> lazy, Database database)
    {
        var server = await lazy.Value.ConfigureAwait(false);
        await UseAsync(server, database.DatabaseName, $"TRUNCATE {database.Tables}").ConfigureAwait(false);
        await UseAsync(server, database.DatabaseName, "CHECKPOINT").ConfigureAwait(false);
        var binaries = await PostgresSearch.FindAsync(null, server.Version.Major, CancellationToken.None).ConfigureAwait(false);
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, Insert).ConfigureAwait(false);
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
        await OutboxBench.ExecuteAsync(database, sql).ConfigureAwait(false);
    }

    [GeneratedRegex(@"(?<=^tps = )[0-9.]+", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rate();

    /// <summary>What is measured: a database, its tables, and how they are made.</summary>
    private sealed record Database(string Name, string DatabaseName, string Tables, Func<NpgsqlDataSource, string, Task> MakeAsync);
}
