using System.Reflection;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Samples.Tests;

/// <summary>A server with the tables of a sample, and the sample's program.</summary>
internal sealed class SampleDatabase : IAsyncDisposable
{
    private readonly ThrowAwayPostgres _server;
    private readonly NpgsqlDataSource _data;
    private readonly string _sample;

    private SampleDatabase(ThrowAwayPostgres server, string sample)
    {
        (_server, _sample) = (server, sample);
        _data = NpgsqlDataSource.Create(server.ConnectionString);
    }

    /// <summary>Starts a server and runs the sample's schema.sql.</summary>
    public static async Task<SampleDatabase> CreateAsync(string sample, CancellationToken ct)
    {
        var database = new SampleDatabase(await ThrowAwayPostgres.StartAsync(ct: ct), sample);
        await database.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(Metadata("RepositoryRoot"), "samples", sample, "schema.sql"), ct), ct);
        return database;
    }

    /// <summary>Starts the sample, from its own folder and with its own settings but for those that are given.</summary>
    public ThrowAwayProgram Start(params (string Name, string Value)[] settings)
    {
        var environment = settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);
        environment["ConnectionStrings__shop"] = _server.ConnectionString;
        environment["DOTNET_ENVIRONMENT"] = "Development";
        return ThrowAwayProgram.StartDotnet(Path.Combine(Metadata("RepositoryRoot"), "samples", _sample, "bin", Metadata("Configuration"), "net10.0", $"{_sample}.dll"), environment);
    }

    public async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = _data.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The rows of a query, their columns with commas between.</summary>
    public async Task<List<string>> RowsAsync(string sql, CancellationToken ct)
    {
        await using var command = _data.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        List<string> rows = [];
        while (await reader.ReadAsync(ct))
        {
            rows.Add(string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue).Select(value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    /// <summary>A query for one text gives what is expected, sooner or later.</summary>
    public Task<bool> IsAsync(string sql, string expected, CancellationToken ct) => IsAsync(() => RowsAsync(sql, ct), rows => rows is [var only] && only == expected, ct);

    /// <summary>Asks again and again until the answer fits, or it is time to give up.</summary>
    public static async Task<bool> IsAsync<T>(Func<Task<T>> ask, Func<T, bool> fits, CancellationToken ct)
    {
        while (!fits(await ask()))
        {
            await Task.Delay(50, ct);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _data.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static string Metadata(string key) => typeof(SampleDatabase).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
