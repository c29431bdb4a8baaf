using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Emission;

internal static class CSharpNames
{
    /// <summary>A column's type as C# writes it, for people.</summary>
    public static string Of(ColumnModel column) => column.Kind switch
    {
        ColumnKind.Boolean => "bool",
        ColumnKind.Int16 => "short",
        ColumnKind.Int32 => "int",
        ColumnKind.Int64 => "long",
        ColumnKind.Single => "float",
        ColumnKind.Double => "double",
        ColumnKind.Decimal => "decimal",
        ColumnKind.String => "string",
        ColumnKind.Bytes => "byte[]",
        ColumnKind.Enum => column.Enum!.Name,
        _ => column.Kind.ToString(),
    };
}
