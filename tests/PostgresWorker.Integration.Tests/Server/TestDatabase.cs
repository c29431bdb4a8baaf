using System.Runtime.CompilerServices;
using Npgsql;
using PostgresWorker.Store;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Server;

/// <summary>
/// A database named after the test, with the table of <see cref="Order"/>; made anew, and dropped with its slots at the end. A crashed
/// run's leftovers name their culprit and do not poison the next.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public const string OrdersTable =
        """
        CREATE TYPE order_status AS ENUM ('pending', 'shipped', 'cancelled');
        CREATE TABLE orders (
            id bigint PRIMARY KEY,
            customer_id bigint NOT NULL DEFAULT 1,
            status order_status NOT NULL DEFAULT 'pending',
            total numeric(12,2) NOT NULL DEFAULT 0,
            placed_at timestamptz NOT NULL DEFAULT now(),
            note text)
        """;

    private readonly string _adminConnectionString;
    private readonly NpgsqlDataSource _data;

    private TestDatabase(string adminConnectionString, string name)
    {
        _adminConnectionString = adminConnectionString;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(adminConnectionString) { Database = name }.ConnectionString;
        _data = NpgsqlDataSource.Create(ConnectionString);
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>How workers learn of its changes.</summary>
    public Capture Capture { get; private init; }

    /// <summary>Slots are the cluster's, not the database's: each test has one of its own name.</summary>
    public string Slot => Name;

    public string Publication => $"postgres_worker_{Name}";

    public static Task<TestDatabase> CreateAsync(
        ThrowAwayPostgres server, string? schema = OrdersTable, [CallerMemberName] string test = "", [CallerFilePath] string file = "", Capture capture = Capture.Wal) =>
        CreateAsync(server.ConnectionString, schema, test, file, capture);

    /// <param name="adminConnectionString">Connects a superuser; of several servers, to the one that is the primary.</param>
    /// <param name="schema">What the database has; null for nothing.</param>
    /// <param name="test">Names it.</param>
    /// <param name="file">Names it.</param>
    /// <param name="capture">How workers learn of its changes.</param>
    public static async Task<TestDatabase> CreateAsync(
        string adminConnectionString, string? schema = OrdersTable, [CallerMemberName] string test = "", [CallerFilePath] string file = "", Capture capture = Capture.Wal)
    {
        // Long names share their beginnings: the hash tells them apart within the 63 bytes that Postgres keeps, and the publication's prefix too.
        var full = $"{(capture == Capture.Outbox ? "o_" : "")}{Path.GetFileNameWithoutExtension(file)}_{test}".ToLowerInvariant();
        var name = full.Length <= 36 ? full : $"{full[..36]}_{(uint)full.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)):x}";
        var database = new TestDatabase(adminConnectionString, name) { Capture = capture };
        await database.MakeAnewAsync();
        if (schema is not null)
        {
            await database.ExecuteAsync(schema);
        }

        return database;
    }

    public async Task<int> ExecuteAsync(string sql, int timeoutSeconds = 120)
    {
        await using var command = _data.CreateCommand(sql);
        command.CommandTimeout = timeoutSeconds;
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Makes schema postgres_worker by its SQL, as a DBA would.</summary>
    public async Task MakeStoreAsync()
    {
        foreach (var migration in StoreSchema.Migrations)
        {
            await ExecuteAsync(migration.Script);
        }
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _data.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = _data.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<T> rows = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async Task<NpgsqlConnection> ConnectAsync() => await _data.OpenConnectionAsync(TestContext.Current.CancellationToken);

    /// <summary>Connections to a server that has crashed since are of no use.</summary>
    public void ForgetConnections() => _data.Clear();

    /// <summary>Where the slot stands: everything before it the server may forget.</summary>
    public async Task<Lsn> ConfirmedAsync() =>
        Lsn.Parse(await ScalarAsync<string>($"SELECT coalesce(confirmed_flush_lsn, '0/0')::text FROM pg_replication_slots WHERE slot_name = '{Slot}'"));

    public async Task<Lsn> CurrentLsnAsync() => Lsn.Parse(await ScalarAsync<string>("SELECT pg_current_wal_lsn()::text"));

    /// <summary>How many changes stand in the outbox.</summary>
    public Task<long> PendingAsync() => ScalarAsync<long>($"SELECT count(*) FROM postgres_worker.\"outbox_{Slot}\"");

    /// <summary>Whether what was written up to a position is not all confirmed.</summary>
    public async Task<bool> IsUnconfirmedAsync(Lsn written) => Capture == Capture.Wal ? await ConfirmedAsync() < written : await PendingAsync() > 0;

    /// <summary>Does to an instance what another does that takes over from it; gives the last of its epochs.</summary>
    public Task<long> EndEpochAsync() => ScalarAsync<long>(Capture == Capture.Wal
        ? "UPDATE postgres_worker.checkpoints SET epoch = epoch + 1 RETURNING epoch"
        : "DELETE FROM postgres_worker.instances RETURNING id");

    /// <summary>Cuts the connections with which a worker reads, and all its others from an outbox.</summary>
    public Task<int> CutAsync() => ExecuteAsync(Capture == Capture.Wal
        ? $"SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '{Slot}'"
        : "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'PostgresWorker %'");

    /// <summary>Waits until a worker has looked at the outbox some times more. The server's counts come late.</summary>
    public async Task WhenLookedAtAsync()
    {
        const string Looks = "SELECT coalesce(sum(seq_scan + coalesce(idx_scan, 0)), 0)::bigint FROM pg_stat_user_tables WHERE relname LIKE 'outbox\\_%'";
        var before = await ScalarAsync<long>(Looks);
        await Eventually.IsTrueAsync(async () => await ScalarAsync<long>(Looks) > before + 40, "the outbox is looked at");
    }

    /// <summary>Waits until the slot of a worker that was killed is free; over an outbox the next need not wait.</summary>
    public Task WhenFreeAsync() => Capture == Capture.Outbox ? Task.CompletedTask : Eventually.IsTrueAsync(
        async () => !await ScalarAsync<bool>($"SELECT active FROM pg_replication_slots WHERE slot_name = '{Slot}'"), "the slot is free");

    /// <summary>
    /// Waits until the outbox is empty, or the slot has passed everything that is written by now; other tests go on writing. A mebibyte that is nobody's is written behind it: an idle source confirms in such
    /// steps.
    /// </summary>
    public async Task WhenEverythingIsConfirmedAsync()
    {
        if (Capture == Capture.Outbox)
        {
            await Eventually.IsTrueAsync(async () => !await ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM postgres_worker.\"outbox_{Slot}\")"), "the outbox is empty");
            return;
        }

        var written = await CurrentLsnAsync();
        await ExecuteAsync("SELECT pg_logical_emit_message(true, 'nobody''s', repeat('x', 1100000))");
        await Eventually.IsTrueAsync(async () => await ConfirmedAsync() >= written, $"everything up to {written} is confirmed");
    }

    public async ValueTask DisposeAsync()
    {
        await _data.DisposeAsync();
        await DropAsync();
    }

    private async Task DropAsync()
    {
        await using var admin = Admin();
        await using var connection = await admin.OpenConnectionAsync(CancellationToken.None);
        await DropAsync(connection);
    }

    private async Task DropAsync(NpgsqlConnection connection)
    {
        await RunAsync(connection, $"SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE database = '{Name}' AND active");
        await Eventually.IsTrueAsync(
            async () => await RunAsync(connection, $"SELECT 1 FROM pg_replication_slots WHERE database = '{Name}' AND active") == 0,
            $"no walsender is left on {Name}");
        await RunAsync(connection, $"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = '{Name}'");
        await RunAsync(connection, $"DROP DATABASE IF EXISTS \"{Name}\" WITH (FORCE)");
    }

    /// <summary>Without the template's pages in the WAL, which every walsender would read: hundreds of tests do this.</summary>
    private async Task MakeAnewAsync()
    {
        await using var admin = Admin();
        await using var connection = await admin.OpenConnectionAsync(CancellationToken.None);
        await DropAsync(connection);
        await RunAsync(connection, $"CREATE DATABASE \"{Name}\"{(connection.PostgreSqlVersion.Major >= 15 ? " STRATEGY FILE_COPY" : "")}");
    }

    /// <summary>Without the types, whose loading takes longer than all else.</summary>
    private NpgsqlDataSource Admin()
    {
        var builder = new NpgsqlDataSourceBuilder(_adminConnectionString + ";Pooling=false");
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var rows = 0;
        while (await reader.ReadAsync(CancellationToken.None))
        {
            rows++;
        }

        return rows;
    }
}
