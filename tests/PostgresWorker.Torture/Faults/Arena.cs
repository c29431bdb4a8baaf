using System.Globalization;
using Npgsql;
using PostgresWorker.ThrowAway;
using PostgresWorker.Torture.Worker;
using PostgresWorker.Torture.Workload;

namespace PostgresWorker.Torture.Faults;

/// <summary>Server, network, workers and folder of one run.</summary>
internal sealed class Arena : IAsyncDisposable
{
    public const int Instances = 3;

    private readonly NpgsqlDataSource _data;
    private long _requests;

    private Arena(ThrowAwayPostgres server, TortureOptions options, string folder)
    {
        (Server, Options, Folder) = (server, options, folder);
        Proxy = new FaultProxy(server.Port);
        Direct = server.ConnectionStringFor(Schema.Database) + ";Timeout=5;Command Timeout=30";
        _data = NpgsqlDataSource.Create(Direct);
        Orders = new OrderFile(folder);
        Disk = new LetterDisk(this);
        Counts = new FailPointCounts(folder);
        Workers = [.. Enumerable.Range(0, Instances).Select(_ => new Instance(Environment()))];
    }

    public ThrowAwayPostgres Server { get; }

    public TortureOptions Options { get; }

    public string Folder { get; }

    public FaultProxy Proxy { get; }

    public OrderFile Orders { get; }

    public FailPointCounts Counts { get; }

    public LetterDisk Disk { get; }

    public Instance[] Workers { get; }

    public IEnumerable<Run> Runs => Workers.SelectMany(worker => worker.Runs);

    /// <summary>Connects past the proxy.</summary>
    public string Direct { get; }

    public bool IsWal => Options.Capture == Capture.Wal;

    /// <summary>Whether so much waits to be handled that no more is to be written, lest the machine's speed decides what is shown.</summary>
    public bool IsFull { get; set; }

    /// <summary>One thing at a time happens to the server.</summary>
    public SemaphoreSlim ServerTurn { get; } = new(1);

    /// <summary>In one way at a time a column is otherwise.</summary>
    public SemaphoreSlim FitTurn { get; } = new(1);

    /// <summary>One fail point at a time is armed.</summary>
    public SemaphoreSlim FailPointTurn { get; } = new(1);

    /// <summary>What workers and torture say of an outbox.</summary>
    public static string Outbox => $"postgres_worker.\"outbox_{Schema.Slot}\"";

    public static async Task<Arena> OpenAsync(TortureOptions options, string folder)
    {
        Directory.CreateDirectory(folder);
        var server = await ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions
        {
            Version = options.Postgres,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["deadlock_timeout"] = "200ms", ["checkpoint_timeout"] = "30s", ["max_connections"] = "200", ["log_checkpoints"] = "off" },
        });
        await using (var admin = NpgsqlDataSource.Create(server.ConnectionString))
        {
            await using var create = admin.CreateCommand($"CREATE DATABASE {Schema.Database}");
            await create.ExecuteNonQueryAsync();
        }

        var arena = new Arena(server, options, folder);
        await arena.ExecuteAsync(Schema.Tables);

        // The reference is read when all is over, and so never disturbed.
        await arena.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{Schema.Oracle}', 'pgoutput')");
        return arena;
    }

    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = _data.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _data.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = _data.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public ValueTask<NpgsqlConnection> ConnectAsync() => _data.OpenConnectionAsync();

    /// <summary>The number by which workers tell that something is asked for once more.</summary>
    public long NextRequest() => Interlocked.Increment(ref _requests);

    /// <summary>Connections to a server that was restarted are of no use.</summary>
    public void ForgetConnections() => _data.Clear();

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in Workers)
        {
            await worker.DisposeAsync();
        }

        await _data.DisposeAsync();
        await Proxy.DisposeAsync();
        await Server.DisposeAsync();
        Disk.Dispose();
        Counts.Dispose();
        ServerTurn.Dispose();
        FitTurn.Dispose();
        FailPointTurn.Dispose();
    }

    private Dictionary<string, string> Environment()
    {
        const string Source = "PostgresWorker__Sources__torture__";
        return new(StringComparer.Ordinal)
        {
            [WorkerProgram.FolderVariable] = Folder,
            [WorkerProgram.MutantVariable] = Options.Mutant.ToString(),

            // What the collector lets lie follows the processor's cache, of which some machines have hundreds of megabytes: a bound of memory is of the worker.
            ["DOTNET_GCgen0size"] = "0x1000000",
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["DOTNET_EnableDiagnostics"] = "0",
            ["DOTNET_gcServer"] = "0",
            ["ConnectionStrings__torture"] = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Proxy.Port};Username=postgres;Database={Schema.Database};Timeout=5;Command Timeout=10;Maximum Pool Size=30"),
            [Source + "Slot"] = Schema.Slot,
            [Source + "Shards"] = Options.Shards.ToString(CultureInfo.InvariantCulture),
            [Source + "TriggerCheckInterval"] = "00:00:02",
            [Source + "Capture"] = Options.Capture.ToString(),
            [Source + "OnUnfitRow"] = nameof(OnUnfitRow.DeadLetter),
            [Source + "LeaseDuration"] = "00:00:03",
            [Source + "WalSenderTimeout"] = "00:00:03",
            [Source + "CheckpointInterval"] = "00:00:00.1",
            [Source + "HandlerTimeout"] = "00:00:02",
            [Source + "MinRetryDelay"] = "00:00:00.01",
            [Source + "MaxRetryDelay"] = "00:00:00.5",
            [Source + "MaxAttempts"] = "1000",
            [Source + "MinReconnectInterval"] = "00:00:00.1",
            [Source + "MaxReconnectInterval"] = "00:00:01",
            [Source + "MaxInFlightChanges"] = "1000",
            [Source + "DrainTimeout"] = "00:00:08",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__PostgresWorker"] = "Information",
            ["Logging__Console__FormatterName"] = "simple",
            ["Logging__Console__FormatterOptions__SingleLine"] = "true",
            ["Logging__Console__FormatterOptions__TimestampFormat"] = "HH:mm:ss.fff ",
        };
    }
}
