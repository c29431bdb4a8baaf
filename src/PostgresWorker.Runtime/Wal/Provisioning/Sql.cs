namespace PostgresWorker.Wal.Provisioning;

/// <summary>Quotes what goes into statements that take no parameters (DDL).</summary>
internal static class Sql
{
    public static string Identifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
