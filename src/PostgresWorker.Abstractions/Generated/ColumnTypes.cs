using static PostgresWorker.Generated.TypeOids;

namespace PostgresWorker.Generated;

/// <summary>Which Postgres types each <see cref="ColumnKind"/> reads without losing anything.</summary>
internal static class ColumnTypes
{
    private const string OutOfRange = "infinity, BC, after 9999", NotOneHost = "a network; several hosts";

    /// <summary>A row for each kind. The first row that names a type is the one made for it, which messages suggest.</summary>
    internal static readonly KindRow[] Table =
    [
        new(ColumnKind.Boolean, "bool", [Bool]),
        new(ColumnKind.Int16, "short", [Int2]),
        new(ColumnKind.Int32, "int", [Int4, Int2]),
        new(ColumnKind.Int64, "long", [Int8, Int4, Int2, Oid]),
        new(ColumnKind.Single, "float", [Float4]),
        new(ColumnKind.Double, "double", [Float8, Float4]),
        new(ColumnKind.Decimal, "decimal", [Numeric, Int8, Int4, Int2], NotRead: "NaN, infinity, more digits than a decimal holds"),
        new(ColumnKind.BigInteger, "BigInteger", [Numeric, Int8, Int4, Int2], NotRead: "NaN, infinity, a fraction other than zeros"),
        new(ColumnKind.String, "string", [Text, Varchar, Bpchar, Name, Xml], "and every other type as its text"),
        new(ColumnKind.Byte, "byte", [QuotedChar, Int2], NotRead: "numbers outside 0 to 255"),
        new(ColumnKind.Char, "char", [QuotedChar, Text, Varchar, Bpchar], NotRead: "texts of another length than one UTF-16 unit"),
        new(ColumnKind.Guid, "Guid", [Uuid]),
        new(ColumnKind.Bytes, "byte[]", [Bytea]),
        new(ColumnKind.Memory, "ReadOnlyMemory<byte>", [Bytea]),
        new(ColumnKind.DateTimeOffset, "DateTimeOffset", [TimestampTz], Remark: "offset 0", NotRead: OutOfRange),
        new(ColumnKind.DateTime, "DateTime", [Timestamp, TimestampTz], Remark: "Kind Unspecified, and Utc", NotRead: OutOfRange),
        new(ColumnKind.DateOnly, "DateOnly", [Date], NotRead: OutOfRange),
        new(ColumnKind.TimeOnly, "TimeOnly", [Time], NotRead: "24:00:00"),
        new(ColumnKind.TimeSpan, "TimeSpan", [Interval, Time], Remark: "a day counts as 24 hours", NotRead: "intervals with months, infinity"),
        new(ColumnKind.Interval, "NpgsqlInterval", [Interval]),
        new(ColumnKind.Inet, "NpgsqlInet", [Inet, TypeOids.Cidr]),
        new(ColumnKind.IPAddress, "IPAddress", [Inet], NotRead: NotOneHost),
        new(ColumnKind.IPNetwork, "IPNetwork", [TypeOids.Cidr]),
        new(ColumnKind.Cidr, "NpgsqlCidr", [TypeOids.Cidr]),
        new(ColumnKind.PhysicalAddress, "PhysicalAddress", [MacAddr, MacAddr8]),
        new(ColumnKind.BitArray, "BitArray", [Bit, VarBit], Remark: "index 0 is the leftmost bit"),
        new(ColumnKind.Lsn, "Lsn", [PgLsn]),
        new(ColumnKind.JsonElement, "JsonElement", [Json, Jsonb]),
        new(ColumnKind.JsonDocument, "JsonDocument", [Json, Jsonb]),
        new(ColumnKind.Json, "a type marked [PostgresJson]", [Json, Jsonb], NotRead: "JSON that does not fit the type"),
        new(ColumnKind.Hstore, "Dictionary<string, string?>", [], "hstore"),
        new(ColumnKind.Point, "NpgsqlPoint", [Point]),
        new(ColumnKind.Line, "NpgsqlLine", [Line]),
        new(ColumnKind.LSeg, "NpgsqlLSeg", [LSeg]),
        new(ColumnKind.Box, "NpgsqlBox", [Box]),
        new(ColumnKind.Path, "NpgsqlPath", [TypeOids.Path]),
        new(ColumnKind.Polygon, "NpgsqlPolygon", [Polygon]),
        new(ColumnKind.Circle, "NpgsqlCircle", [Circle]),
        new(ColumnKind.Enum, "enum", [Text, Varchar, Bpchar, Name, Int2, Int4, Int8], "enums, citext", "members by label, or by number", "a label without a member, a number outside the underlying type"),
        new(ColumnKind.Array, "T[]", [], "arrays of what T reads, multiranges", "index 0 is the first element", "more than one dimension"),
        new(ColumnKind.List, "List<T>", [], "as `T[]`", NotRead: "as `T[]`"),
        new(ColumnKind.Range, "NpgsqlRange<T>", [], "ranges of what T reads"),
        new(ColumnKind.Composite, "a type marked [PostgresComposite]", [], "composites with a field for each of its properties"),
    ];

    /// <summary>Whether <paramref name="shape"/> holds every value of <paramref name="type"/>, but for those that no range tells (infinity, months, dimensions).</summary>
    internal static bool CanRead(ValueShape shape, ColumnType type) => shape.Kind switch
    {
        ColumnKind.String => true,
        ColumnKind.Array or ColumnKind.List => type.Kind is 'a' or 'm' && CanReadElement(shape, type),
        ColumnKind.Range => type.Kind == 'r' && CanReadElement(shape, type),
        ColumnKind.Composite => shape.Fields is not null && type.Fields is not null && RowCheck.Problems(type.Fields, shape.Fields.Columns, type).Count == 0,
        ColumnKind.Hstore => IsExtensionType(type, "hstore"),
        ColumnKind.Enum => type.IsEnum || IsExtensionType(type, "citext") || IsListed(ColumnKind.Enum, type),
        ColumnKind.Char => IsExtensionType(type, "citext") || IsListed(ColumnKind.Char, type),
        _ => IsListed(shape.Kind, type),
    };

    /// <summary>Whether a value of <paramref name="type"/> has to come in its text form for <paramref name="shape"/> to be read.</summary>
    internal static bool NeedsText(ValueShape shape, ColumnType type)
    {
        if (shape.Kind == ColumnKind.String)
        {
            return !IsTextual(type);
        }

        if (shape.Element is not null && type.Element is not null)
        {
            return NeedsText(shape.Element, type.Element);
        }

        return shape.Fields is not null && type.Fields is not null && RowBinding.NeedsText(type.Fields, shape.Fields.Columns);
    }

    /// <summary>Whether the binary form of <paramref name="type"/> is its text, or as good as.</summary>
    internal static bool IsTextual(ColumnType type) =>
        type.BaseOid is Text or Varchar or Bpchar or Name or Json or Jsonb or Xml or QuotedChar or Unknown || type.IsEnum || IsExtensionType(type, "citext");

    /// <summary>Whether it is an extension's base type of that name: their OIDs differ from database to database.</summary>
    internal static bool IsExtensionType(ColumnType type, string name) => type.Kind == 'b' && type.BaseOid >= FirstOfDatabase && type.BaseName == name;

    private static bool CanReadElement(ValueShape shape, ColumnType type) =>
        shape.Element is not null && type.Element is not null && CanRead(shape.Element, type.Element);

    private static bool IsListed(ColumnKind kind, ColumnType type) =>
        type.Kind == 'b' && Array.IndexOf(Array.Find(Table, row => row.Kind == kind)!.Oids, type.BaseOid) >= 0;
}
