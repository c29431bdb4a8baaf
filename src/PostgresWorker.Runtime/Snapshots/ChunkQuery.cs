using System.Globalization;
using PostgresWorker.Generated;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Snapshots;

/// <summary>The statement that reads a chunk. COPY takes no parameters: what it starts behind is given as settings of its transaction, by <see cref="Setting"/>.</summary>
internal static class ChunkQuery
{
    /// <summary>Sets one of them; <c>$n</c> stands for its value.</summary>
    public static string Setting(int place) => string.Create(CultureInfo.InvariantCulture, $"pg_catalog.set_config('{SettingName(place)}', ${place + 1}, true)");

    /// <summary>First the texts of the key's columns, then the columns that are <paramref name="wanted"/>, each in the form that the stream sends.</summary>
    public static string Of(SnapshotTable table, bool[] wanted, string? where, bool isFirst, int limit, bool isText)
    {
        List<string> values = [.. table.Key.Select(column => Text(column))];
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (wanted[i])
            {
                values.Add(isText || !table.Columns[i].HasBinary ? NullOrText(table.Columns[i]) : Sql.Identifier(table.Columns[i].Name));
            }
        }

        List<string> conditions = [];
        if (where is not null)
        {
            conditions.Add($"({where})");
        }

        var key = string.Join(", ", table.Key.Select(column => Sql.Identifier(column.Name)));
        if (!isFirst)
        {
            conditions.Add($"({key}) > ({string.Join(", ", table.Key.Select((column, i) => $"pg_catalog.current_setting('{SettingName(i)}')::{column.Type}"))})");
        }

        var condition = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        var from = table.IsPartitioned ? table.Name.ToSql() : $"ONLY {table.Name.ToSql()}";
        return string.Create(
            CultureInfo.InvariantCulture, $"COPY (SELECT {string.Join(", ", values)} FROM {from}{condition} ORDER BY {key} LIMIT {limit}) TO STDOUT (FORMAT binary)");
    }

    /// <summary>Which columns of the table any listener reads, be it only to order by.</summary>
    public static bool[] Wanted(TableLayout layout, IReadOnlyList<ListenerRoute> routes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var isAll = false;
        foreach (var route in routes)
        {
            isAll |= route is PayloadListenerRoute;
            names.Add(route.OrderBy ?? "");
            foreach (var column in route.Columns)
            {
                names.Add(column.Name);
            }
        }

        return Array.ConvertAll(layout.Columns.ToArray(), column => isAll || column.IsInKey || names.Contains(column.Name));
    }

    private static string SettingName(int place) => string.Create(CultureInfo.InvariantCulture, $"postgres_worker.key_{place}");

    // The type's output function, which is what the stream's text form is; a cast to text is another thing for some types.
    private static string Text(SnapshotColumn column) => $"pg_catalog.format('%s', {Sql.Identifier(column.Name)})";

    // A composite of nothing but NULLs is NULL to IS NULL, and not to the stream.
    private static string NullOrText(SnapshotColumn column) => $"CASE WHEN pg_catalog.num_nulls({Sql.Identifier(column.Name)}) = 0 THEN {Text(column)} END";
}
