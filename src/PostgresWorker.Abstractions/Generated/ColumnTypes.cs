namespace PostgresWorker.Generated;

/// <summary>Which Postgres types each <see cref="ColumnKind"/> reads without losing anything.</summary>
internal static class ColumnTypes
{
    // OIDs of pg_type.dat; those of built-in types are the same in every database.
    internal const uint Bool = 16, Bytea = 17, Name = 19, Int8 = 20, Int2 = 21, Int4 = 23, Text = 25, Oid = 26, Json = 114, Xml = 142,
        Float4 = 700, Float8 = 701, Bpchar = 1042, Varchar = 1043, Date = 1082, Time = 1083, Timestamp = 1114, TimestampTz = 1184,
        Interval = 1186, Numeric = 1700, Uuid = 2950, Jsonb = 3802;

    private static readonly (ColumnKind Kind, string CSharp, uint[] Oids)[] Table =
    [
        (ColumnKind.Boolean, "bool", [Bool]),
        (ColumnKind.Int16, "short", [Int2]),
        (ColumnKind.Int32, "int", [Int4, Int2]),
        (ColumnKind.Int64, "long", [Int8, Int4, Int2, Oid]),
        (ColumnKind.Single, "float", [Float4]),
        (ColumnKind.Double, "double", [Float8, Float4]),
        (ColumnKind.Decimal, "decimal", [Numeric, Int8, Int4, Int2]),
        (ColumnKind.String, "string", [Text, Varchar, Bpchar, Name, Json, Jsonb, Xml]),
        (ColumnKind.Guid, "Guid", [Uuid]),
        (ColumnKind.Bytes, "byte[]", [Bytea]),
        (ColumnKind.DateTime, "DateTime", [Timestamp, TimestampTz]),
        (ColumnKind.DateTimeOffset, "DateTimeOffset", [TimestampTz]),
        (ColumnKind.DateOnly, "DateOnly", [Date]),
        (ColumnKind.TimeOnly, "TimeOnly", [Time]),
        (ColumnKind.TimeSpan, "TimeSpan", [Interval, Time]),
        (ColumnKind.Enum, "enum", [Text, Varchar, Bpchar, Name]),
    ];

    /// <summary>Whether <paramref name="kind"/> holds every value of <paramref name="type"/>, but for those that no range tells (infinity, months).</summary>
    internal static bool CanRead(ColumnKind kind, ColumnType type) =>
        Array.IndexOf(Row(kind).Oids, type.BaseOid) >= 0 ||
        (kind is ColumnKind.Enum or ColumnKind.String && type.IsEnum) ||
        (kind is ColumnKind.String && type.BaseName is "citext");

    /// <summary>The C# type for people.</summary>
    internal static string Describe(ColumnKind kind) => Row(kind).CSharp;

    /// <summary>What to declare for a column of <paramref name="type"/>.</summary>
    internal static string Suggest(ColumnType type)
    {
        if (type.IsEnum)
        {
            return "declare it as an enum with the same labels, or as string";
        }

        // The first kind that lists a type is the one made for it; DateTime comes before DateTimeOffset for the sake of timestamp alone.
        var kind = type.BaseOid == TimestampTz
            ? ColumnKind.DateTimeOffset
            : type.BaseName is "citext" ? ColumnKind.String : Array.Find(Table, row => Array.IndexOf(row.Oids, type.BaseOid) >= 0).Kind;
        return CanRead(kind, type)
            ? $"declare it as {Describe(kind)}"
            : "this version has no reader for the type; leave the column out of the row type";
    }

    private static (ColumnKind Kind, string CSharp, uint[] Oids) Row(ColumnKind kind) => Table[(int)kind];
}
