using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Integration.Server;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Store;

namespace PostgresWorker.Integration.Outbox;

/// <summary>A database with an outbox, named after its test.</summary>
internal sealed class OutboxBed : IAsyncDisposable
{
    public const string Consumer = "shop";

    private const string RowsQuery = "SELECT id, right(tableoid::regclass::text, 1)::smallint, capture, kind, lane, old_lane, key, old_key, old_row::text, new_row::text, problem FROM postgres_worker.outbox_shop ORDER BY id";

    private readonly ListenerRoute[] _routes;
    private readonly string? _connectionString;

    private OutboxBed(TestDatabase database, ListenerRoute[] routes, string? connectionString)
    {
        Database = database;
        _routes = routes;
        _connectionString = connectionString;
    }

    public TestDatabase Database { get; }

    public string ConnectionString => _connectionString ?? Database.ConnectionString;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Makes tables, and the outbox of listeners of them.</summary>
    public static async Task<OutboxBed> CreateAsync(PostgresServer server, string tables, ListenerRoute[] routes, bool isPrepared = true, [CallerMemberName] string test = "", [CallerFilePath] string file = "")
    {
        var bed = new OutboxBed(await TestDatabase.CreateAsync(server.Server, tables, test, file), routes, null);
        if (isPrepared)
        {
            await bed.PrepareAsync();
        }

        return bed;
    }

    /// <summary>The same database for other listeners, or with another role.</summary>
    public OutboxBed With(ListenerRoute[]? routes = null, string? role = null) => new(
        Database, routes ?? _routes, role is null ? _connectionString : new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Username = role, Pooling = false }.ConnectionString);

    public Task PrepareAsync(Provision provision = Provision.Auto, OutboxDefinition? definition = null) => UseAsync(async outbox =>
    {
        await outbox.PrepareAsync(provision, Token);
        return 0;
    }, definition);

    public Task<OutboxPlan> PlanAsync(OutboxDefinition? definition = null) => UseAsync(outbox => outbox.PlanAsync(Token), definition);

    public Task<IReadOnlyList<Finding>> VerifyAsync(OutboxDefinition? definition = null) => UseAsync(outbox => outbox.VerifyAsync(Token), definition);

    public Task<IReadOnlyList<Finding>> DriftAsync(OutboxDefinition? definition = null) => UseAsync(outbox => outbox.FindDriftAsync(Token), definition);

    public Task RemoveAsync() => UseAsync(async outbox =>
    {
        await outbox.RemoveAsync(Token);
        return 0;
    });

    public Task<int> ExecuteAsync(string sql) => Database.ExecuteAsync(sql);

    /// <summary>What has been written since the last time.</summary>
    public async Task<IReadOnlyList<OutboxRow>> TakeAsync()
    {
        var rows = await ReadAsync(Database.ConnectionString);
        await ExecuteAsync("DELETE FROM postgres_worker.outbox_shop");
        return rows;
    }

    /// <summary>What stands in the outbox of a database.</summary>
    public static async Task<IReadOnlyList<OutboxRow>> ReadAsync(string connectionString)
    {
        await using var data = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = data.CreateCommand(RowsQuery);
        await using var reader = await command.ExecuteReaderAsync(Token);
        List<OutboxRow> rows = [];
        while (await reader.ReadAsync(Token))
        {
            string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
            rows.Add(new OutboxRow(
                reader.GetInt64(0), reader.GetInt16(1), reader.GetInt32(2), reader.GetChar(3), reader.GetInt16(4), reader.IsDBNull(5) ? null : reader.GetInt16(5), reader.GetString(6),
                Text(7), Text(8), Text(9), Text(10)));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    /// <summary>Uses a provisioner of this database.</summary>
    public async Task<T> UseAsync<T>(Func<OutboxProvisioner, Task<T>> use, OutboxDefinition? definition = null)
    {
        await using var data = NpgsqlDataSource.Create(ConnectionString);
        await using var store = new WorkerStore("shop", new SourceOptions { ConnectionString = ConnectionString });
        return await use(new OutboxProvisioner(
            "shop", definition ?? new OutboxDefinition(Consumer, WakesUp: false), _routes, data, new StoreSchema(store, NullLogger.Instance), TimeProvider.System, NullLogger.Instance));
    }

    /// <summary>Uses an outbox in another database, of an encoding.</summary>
    public async Task InEncodingAsync(string encoding, string tables, Func<NpgsqlDataSource, Task> use)
    {
        var name = $"{Database.Name}_e";
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name}");
        await ExecuteAsync($"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        try
        {
            var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name, Pooling = false }.ConnectionString;
            await using var data = NpgsqlDataSource.Create(connectionString);
            await using var create = data.CreateCommand(tables);
            await create.ExecuteNonQueryAsync(Token);
            await new OutboxBed(Database, _routes, connectionString).PrepareAsync();
            await use(data);
        }
        finally
        {
            await ExecuteAsync($"DROP DATABASE {name} WITH (FORCE)");
        }
    }
}
