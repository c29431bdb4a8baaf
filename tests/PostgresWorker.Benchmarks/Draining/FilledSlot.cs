using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Benchmarks;

/// <summary>
/// A server of its own with orders waiting in a slot, which is copied for each who drains it: all are sent the same. A second database has some for who wants to be warm before.
/// </summary>
internal sealed class FilledSlot : IAsyncDisposable
{
    public const string Publication = "orders";
    public const int WarmRows = 250_000;

    // What beginning takes is compiled well after thirty calls, as all is: once is not enough.
    private const int WarmDrains = 8;

    private const string Warm = "warm", Base = "base_", Prepared = "prepared_";

    private readonly ThrowAwayPostgres _server;
    private readonly Dictionary<string, NpgsqlDataSource> _databases;
    private int _copies;

    private FilledSlot(ThrowAwayPostgres server)
    {
        _server = server;
        _databases = new[] { Main, Warm }.ToDictionary(static name => name, name => NpgsqlDataSource.Create($"{server.ConnectionStringFor(name)};Maximum Pool Size=1"), StringComparer.Ordinal);
    }

    public static string Main => "postgres";

    public int Port => _server.Port;

    public Version Version => _server.Version;

    /// <summary>The position at which all rows have been sent.</summary>
    public string End { get; private set; } = "";

    /// <summary>Makes the server and fills the slot.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="ofTransaction">How many of them each transaction has.</param>
    /// <param name="isSynchronous">Whether each commit is written before it goes on, as a server's is unless it is told otherwise: the walsender sends what is written, and otherwise the WAL writer does that, five times a second.</param>
    public static async Task<FilledSlot> CreateAsync(int rows, int ofTransaction, bool isSynchronous = false)
    {
        var server = await ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions
        {
            // Written once and read many times: what waits must still be there, and checkpoints not in the way.
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["synchronous_commit"] = isSynchronous ? "on" : "off", ["shared_buffers"] = "256MB", ["max_wal_size"] = "20GB", ["checkpoint_timeout"] = "1h", ["autovacuum"] = "off", ["max_replication_slots"] = "20" },
        }).ConfigureAwait(false);
        var filled = new FilledSlot(server);
        await OrdersDatabase.ExecuteAsync(filled._databases[Main], $"CREATE DATABASE {Warm}").ConfigureAwait(false);
        await filled.FillAsync(Warm, WarmRows, Math.Min(ofTransaction, WarmRows)).ConfigureAwait(false);
        await filled.FillAsync(Main, rows, ofTransaction).ConfigureAwait(false);
        filled.End = await OrdersDatabase.ScalarAsync<string>(filled._databases[Main], "SELECT pg_current_wal_insert_lsn()::text").ConfigureAwait(false);
        return filled;
    }

    public string ConnectionStringFor(string database) => _server.ConnectionStringFor(database);

    /// <summary>The arguments of who drains it in a process of its own: what to become warm with, and what to drain.</summary>
    public async Task<string[]> ArgumentsAsync()
    {
        List<string> warm = [];
        while (warm.Count < WarmDrains)
        {
            warm.Add(await CopyAsync(Warm, keepsOthers: warm.Count > 0).ConfigureAwait(false));
        }

        return [ConnectionStringFor(Warm), string.Join(',', warm), ConnectionStringFor(Main), await CopyAsync(Main).ConfigureAwait(false)];
    }

    /// <summary>Another slot that stands before all that waits. Those before it are dropped where nobody reads them.</summary>
    public async Task<string> CopyAsync(string database, bool keepsOthers = false)
    {
        var copy = FormattableString.Invariant($"copy_{database}_{++_copies}");
        if (!keepsOthers)
        {
            await OrdersDatabase.ExecuteAsync(_databases[database], $"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE 'copy_{database}_%' AND NOT active").ConfigureAwait(false);
        }

        await OrdersDatabase.ExecuteAsync(_databases[database], $"SELECT pg_copy_logical_replication_slot('{Base}{database}', '{copy}')").ConfigureAwait(false);
        return copy;
    }

    /// <summary>A slot of the main database in which nothing waits.</summary>
    public async Task<string> CreateEmptyAsync()
    {
        var slot = FormattableString.Invariant($"empty_{++_copies}");
        await OrdersDatabase.ExecuteAsync(_databases[Main], "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name LIKE 'empty_%' AND NOT active").ConfigureAwait(false);
        await OrdersDatabase.ExecuteAsync(_databases[Main], $"SELECT pg_create_logical_replication_slot('{slot}', 'pgoutput')").ConfigureAwait(false);
        return slot;
    }

    /// <summary>Waits until somebody reads the slot of the main database, and has been sent what waited in it.</summary>
    public Task WhenReadAsync(string slot) => OrdersDatabase.IsSoAsync(
        _databases[Main], $"SELECT count(*) > 0 FROM pg_replication_slots s JOIN pg_stat_replication r ON r.pid = s.active_pid WHERE s.slot_name = '{slot}' AND r.state = 'streaming'");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync().ConfigureAwait(false);
        }

        await _server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task FillAsync(string name, int rows, int ofTransaction)
    {
        var database = _databases[name];
        await OrdersDatabase.ExecuteAsync(database, $"{OrdersDatabase.Table}; CREATE PUBLICATION {Publication} FOR TABLE orders").ConfigureAwait(false);
        await PrepareAsync(name).ConfigureAwait(false);
        await OrdersDatabase.ExecuteAsync(database, $"SELECT pg_create_logical_replication_slot('{Base}{name}', 'pgoutput')").ConfigureAwait(false);
        await OrdersDatabase.ExecuteAsync(
            database,
            FormattableString.Invariant(
                $$"""
                DO $$ BEGIN
                    FOR i IN 0..{{(rows / ofTransaction) - 1}} LOOP
                        INSERT INTO orders (customer_id, status, total, placed_at, note)
                        SELECT g % 1000, 'pending', g / 100.0, now(), 'a note of order ' || g FROM generate_series(i * {{ofTransaction}} + 1, (i + 1) * {{ofTransaction}}) g;
                        COMMIT;
                    END LOOP;
                END $$
                """)).ConfigureAwait(false);
    }

    /// <summary>Has a worker make what a worker keeps in the database, so that those who are measured find it.</summary>
    private async Task PrepareAsync(string name)
    {
        using (var host = OrderWorker.Create(ConnectionStringFor(name), options => (options.Slot, options.Publication, options.Provision) = (Prepared + name, Publication, Provision.Auto)))
        {
            await host.StartAsync().ConfigureAwait(false);
            await OrdersDatabase.IsSoAsync(_databases[name], $"SELECT count(*) > 0 FROM pg_replication_slots WHERE slot_name = '{Prepared}{name}' AND active").ConfigureAwait(false);
            await host.StopAsync().ConfigureAwait(false);
        }

        await OrdersDatabase.IsSoAsync(_databases[name], $"SELECT NOT active FROM pg_replication_slots WHERE slot_name = '{Prepared}{name}'").ConfigureAwait(false);
        await OrdersDatabase.ExecuteAsync(_databases[name], $"SELECT pg_drop_replication_slot('{Prepared}{name}')").ConfigureAwait(false);
    }
}
