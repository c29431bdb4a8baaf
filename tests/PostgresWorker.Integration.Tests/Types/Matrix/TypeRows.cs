using PostgresWorker.Integration.Server;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>A family's rows, written and read once for all of its tests.</summary>
public sealed class TypeRows<TFamily>(PostgresServer server) : IAsyncLifetime
    where TFamily : ITypeFamily
{
    private readonly HashSet<string> _extensions = new(StringComparer.Ordinal);
    private TestDatabase? _database;
    private Dictionary<(string Type, string Literal, Form Form), StoredRow> _rows = [];

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(server.Server, TFamily.Schema, test: typeof(TFamily).Name, file: "types");
        foreach (var extension in TFamily.Cases.Select(line => line.Extension).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (await _database.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = '{extension}')"))
            {
                await _database.ExecuteAsync($"CREATE EXTENSION {extension}");
                _extensions.Add(extension);
            }
        }

        _rows = await new TypeTables(_database, [.. TFamily.Cases.Where(line => WhyNot(line) is null)]).ReadAsync();
        await _database.ExecuteAsync($"SELECT pg_drop_replication_slot('{_database.Slot}')");
    }

    /// <summary>The row of a case; the test is skipped where this server can't have it.</summary>
    public StoredRow Of(TypeCase line, Form form)
    {
        if (WhyNot(line) is { } reason)
        {
            Assert.Skip(reason);
        }

        return _rows[(line.Type, line.Literal ?? "NULL", form)];
    }

    /// <summary>All rows of a type in one form.</summary>
    public IEnumerable<StoredRow> Of(string type, Form form) => _rows.Where(row => row.Key.Type == type && row.Key.Form == form).Select(row => row.Value);

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private string? WhyNot(TypeCase line) =>
        line.Since > server.Server.Version.Major ? $"Postgres {line.Since} is the first that knows the value, and the server is {server.Server.Version}."
        : line.Extension is not null && !_extensions.Contains(line.Extension) ? $"The server has no extension {line.Extension}."
        : null;
}
