using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Rows;
using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.Outbox;

/// <summary>The tables that are captured for a consumer, with their columns as they are now. Rows carry the names of theirs, so one of before is read by name.</summary>
/// <param name="database">The source's database.</param>
/// <param name="source">The source's name.</param>
/// <param name="consumer">Who reads.</param>
/// <param name="logger">Told of tables that are missing.</param>
internal sealed class CaptureCatalog(NpgsqlDataSource database, string source, string consumer, ILogger logger)
{
    private const string Query = $"""SELECT id, table_schema, table_name, order_by FROM "{StoreSchema.Name}"."captures" WHERE consumer = $1""";

    private readonly TableCatalog _tables = new(database);
    private Dictionary<int, CaptureLayout> _captures = [];
    private Dictionary<int, TableName> _missing = [];
    private string? _columns;

    /// <summary>The OIDs of the tables.</summary>
    public uint[] Tables { get; private set; } = [];

    /// <summary>How many there are.</summary>
    public int Count => _captures.Count;

    /// <summary>The captures whose tables are not there, or not by their names: what they wrote waits.</summary>
    public int[] Missing => [.. _missing.Keys];

    /// <summary>What wrote a change; null where that was removed, or its table is missing.</summary>
    public CaptureLayout? Find(int capture) => _captures.GetValueOrDefault(capture);

    /// <summary>All captures of a table.</summary>
    public int[] Of(TableName table) => Array.ConvertAll(_captures.Values.Where(capture => capture.Table == table).ToArray(), capture => capture.Id);

    /// <summary>Whether the columns are still those that are known.</summary>
    /// <param name="columns">Tells them from others.</param>
    public bool IsCurrent(string columns) => _columns == columns;

    /// <summary>Asks for everything anew.</summary>
    /// <param name="columns">What tells these columns from others.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task LoadAsync(string? columns, CancellationToken cancellationToken)
    {
        // ALTER TYPE may have changed a composite's fields.
        var layouts = new LayoutFactory(new TypeCatalog(database), _tables);
        Dictionary<int, CaptureLayout> captures = [];
        Dictionary<int, TableName> missing = [];
        Dictionary<TableName, TableLayout> known = [];
        List<uint> oids = [];
        foreach (var (id, table, orderBy) in await ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!known.TryGetValue(table, out var layout) && await _tables.FindAsync(table, cancellationToken).ConfigureAwait(false) is { } described)
            {
                var columnsNow = await _tables.ColumnsAsync(described.Oid, cancellationToken).ConfigureAwait(false);

                // Triggers see whole rows, old ones too.
                layout = await layouts.CreateAsync(described, [.. columnsNow.Select(column => column with { IsInIdentity = true })], cancellationToken).ConfigureAwait(false);
                known.Add(table, layout);
                Log.LayoutBound(logger, source, table, layout.Columns.Length);
                oids.Add(described.Oid);
            }

            if (layout is not null)
            {
                captures.Add(id, new CaptureLayout(id, table, new ChangeOrder(orderBy), layout));
            }
            else
            {
                missing.Add(id, table);
            }
        }

        foreach (var table in missing.Values.Except(_missing.Values))
        {
            Log.CaptureMissing(logger, source, table);
        }

        (_captures, _missing, _columns) = (captures, missing, columns);
        Tables = [.. oids];
    }

    private async Task<IReadOnlyList<Noted>> ReadAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = consumer });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<Noted> captures = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            captures.Add(new Noted(reader.GetInt32(0), new TableName(reader.GetString(1), reader.GetString(2)), reader.IsDBNull(3) ? null : reader.GetString(3)));
        }

        return captures;
    }

    private sealed record Noted(int Id, TableName Table, string? OrderBy);
}
