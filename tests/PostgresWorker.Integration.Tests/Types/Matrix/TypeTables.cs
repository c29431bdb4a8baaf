using Npgsql;
using PostgresWorker.Generated;
using PostgresWorker.Integration.Server;
using PostgresWorker.Rows;
using PostgresWorker.Wal;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>A table for each type, with a row for each value; read once in each form.</summary>
internal sealed class TypeTables(TestDatabase database, IReadOnlyList<TypeCase> cases)
{
    private readonly string[] _types = [.. cases.Select(line => line.Type).Distinct(StringComparer.Ordinal)];

    // A table without a value has its layout all the same.
    private readonly (string Type, string Literal)[] _values = [.. cases.Select(line => (line.Type, line.Literal ?? "NULL")).Distinct()];

    public async Task<Dictionary<(string Type, string Literal, Form Form), StoredRow>> ReadAsync()
    {
        await FillAsync();
        Dictionary<(string Type, string Literal, Form Form), StoredRow> rows = [];
        await using var data = NpgsqlDataSource.Create(WalConnectionString.For(Cells.Name, database.ConnectionString));
        var texts = await ReadJsonAsync(data, rows);
        await ReadWalAsync(Form.WalBinary, texts, rows);
        await ReadWalAsync(Form.WalText, texts, rows);
        return rows;
    }

    private async Task FillAsync()
    {
        foreach (var type in _types)
        {
            await database.ExecuteAsync($"CREATE TABLE {Table(type)} (id int PRIMARY KEY, value {type})");
        }

        await WalReading.PrepareAsync(database);
        for (var id = 0; id < _values.Length; id++)
        {
            await database.ExecuteAsync($"INSERT INTO {Table(_values[id].Type)} VALUES ({id}, {_values[id].Literal})");
        }
    }

    private async Task ReadWalAsync(Form form, string?[] texts, Dictionary<(string Type, string Literal, Form Form), StoredRow> rows)
    {
        await using var wal = await WalReading.StartAsync(database, form == Form.WalBinary);
        var read = await wal.ReadAsync(_values.Length, id => texts[id]);
        for (var id = 0; id < _values.Length; id++)
        {
            read[id].Jsonb = rows[(_values[id].Type, _values[id].Literal, Form.ToJsonb)].Jsonb;
            rows.Add((_values[id].Type, _values[id].Literal, form), read[id]);
        }
    }

    private async Task<string?[]> ReadJsonAsync(NpgsqlDataSource data, Dictionary<(string Type, string Literal, Form Form), StoredRow> rows)
    {
        var texts = new string?[_values.Length];
        foreach (var type in _types)
        {
            var layout = await LayoutAsync(data, new TableName("public", Table(type)));

            // format calls the type's out function; num_nulls asks for NULL without the type having an '='.
            await using var command = data.CreateCommand(
                $"SELECT id, CASE WHEN num_nulls(value) = 0 THEN format('%s', value) END, to_jsonb(t)::text, row_to_json(t)::text, to_jsonb(value)::text FROM {Table(type)} t");
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                var (id, text) = (reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1));
                texts[id] = text;
                var jsonb = type == "json" && !reader.IsDBNull(4) ? reader.GetString(4) : text;
                rows.Add((type, _values[id].Literal, Form.ToJsonb), new JsonRow(layout, reader.GetString(2), isTuple: false) { Text = JsonRow.TextOf(layout, jsonb), Jsonb = reader.GetString(2) });
                rows.Add((type, _values[id].Literal, Form.RowToJson), new JsonRow(layout, reader.GetString(3), isTuple: true) { Text = JsonRow.TextOf(layout, text), Jsonb = reader.GetString(2) });
            }
        }

        return texts;
    }

    private static async Task<TableLayout> LayoutAsync(NpgsqlDataSource data, TableName name)
    {
        var ct = TestContext.Current.CancellationToken;
        var tables = new TableCatalog(data);
        var table = await tables.FindAsync(name, ct) ?? throw new InvalidOperationException($"There is no table {name}.");
        return await new LayoutFactory(new TypeCatalog(data), tables).CreateAsync(table, await tables.ColumnsAsync(table.Oid, ct), ct);
    }

    private string Table(string type) => $"t{Array.IndexOf(_types, type)}";
}
