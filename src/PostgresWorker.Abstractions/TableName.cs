namespace PostgresWorker;

/// <summary>A table's schema and name as they stand in the catalog: unquoted, case-sensitive.</summary>
/// <param name="Schema">The schema, such as <c>public</c>.</param>
/// <param name="Name">The table, such as <c>orders</c>.</param>
public readonly record struct TableName(string Schema, string Name)
{
    /// <summary>The name for people and logs: <c>public.orders</c>; of a message, its prefix. Not for SQL: see <see cref="ToSql"/>.</summary>
    public override string ToString() => string.IsNullOrEmpty(Schema) ? Name : $"{Schema}.{Name}";

    /// <summary>The name for SQL, each part quoted: <c>"public"."orders"</c>.</summary>
    public string ToSql() => $"{Quote(Schema)}.{Quote(Name)}";

    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
