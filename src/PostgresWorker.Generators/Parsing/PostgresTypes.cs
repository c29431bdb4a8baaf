using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>
/// What reads the built-in types without loss: the seam's own table seen from the other side, where the first kind is the one made for the
/// type. Every kind of string reads every type.
/// </summary>
internal static class PostgresTypes
{
    private static readonly ColumnKind[] Integers = [ColumnKind.Int64, ColumnKind.Decimal, ColumnKind.BigInteger, ColumnKind.Enum];
    private static readonly ColumnKind[] Texts = [ColumnKind.String, ColumnKind.Char, ColumnKind.Enum];
    private static readonly ColumnKind[] Documents = [ColumnKind.JsonElement, ColumnKind.JsonDocument, ColumnKind.Json, ColumnKind.String];

    private static readonly Dictionary<string, (string CSharp, ColumnKind[] Kinds)> Scalars = new(StringComparer.Ordinal)
    {
        ["boolean"] = ("bool", [ColumnKind.Boolean]),
        ["smallint"] = ("short", [ColumnKind.Int16, ColumnKind.Int32, ColumnKind.Byte, .. Integers]),
        ["integer"] = ("int", [ColumnKind.Int32, .. Integers]),
        ["bigint"] = ("long", Integers),
        ["real"] = ("float", [ColumnKind.Single, ColumnKind.Double]),
        ["double precision"] = ("double", [ColumnKind.Double]),
        ["numeric"] = ("decimal", [ColumnKind.Decimal, ColumnKind.BigInteger]),
        ["oid"] = ("long", [ColumnKind.Int64]),
        ["money"] = ("string", [ColumnKind.String]),
        ["text"] = ("string", Texts),
        ["varchar"] = ("string", Texts),
        ["char"] = ("string", Texts),
        ["citext"] = ("string", Texts),
        ["name"] = ("string", [ColumnKind.String, ColumnKind.Enum]),
        ["xml"] = ("string", [ColumnKind.String]),
        ["uuid"] = ("Guid", [ColumnKind.Guid]),
        ["bytea"] = ("byte[]", [ColumnKind.Bytes, ColumnKind.Memory]),
        ["timestamp"] = ("DateTime", [ColumnKind.DateTime]),
        ["timestamptz"] = ("DateTimeOffset", [ColumnKind.DateTimeOffset, ColumnKind.DateTime]),
        ["date"] = ("DateOnly", [ColumnKind.DateOnly]),
        ["time"] = ("TimeOnly", [ColumnKind.TimeOnly, ColumnKind.TimeSpan]),
        ["timetz"] = ("string", [ColumnKind.String]),
        ["interval"] = ("NpgsqlInterval", [ColumnKind.Interval, ColumnKind.TimeSpan]),
        ["inet"] = ("NpgsqlInet", [ColumnKind.Inet, ColumnKind.IPAddress]),
        ["cidr"] = ("IPNetwork", [ColumnKind.IPNetwork, ColumnKind.Cidr, ColumnKind.Inet]),
        ["macaddr"] = ("PhysicalAddress", [ColumnKind.PhysicalAddress]),
        ["macaddr8"] = ("PhysicalAddress", [ColumnKind.PhysicalAddress]),
        ["bit"] = ("BitArray", [ColumnKind.BitArray]),
        ["bit varying"] = ("BitArray", [ColumnKind.BitArray]),
        ["pg_lsn"] = ("Lsn", [ColumnKind.Lsn]),
        ["json"] = ("JsonElement", Documents),
        ["jsonb"] = ("JsonElement", Documents),
        ["hstore"] = ("Dictionary<string, string?>", [ColumnKind.Hstore]),
        ["point"] = ("NpgsqlPoint", [ColumnKind.Point]),
        ["line"] = ("NpgsqlLine", [ColumnKind.Line]),
        ["lseg"] = ("NpgsqlLSeg", [ColumnKind.LSeg]),
        ["box"] = ("NpgsqlBox", [ColumnKind.Box]),
        ["path"] = ("NpgsqlPath", [ColumnKind.Path]),
        ["polygon"] = ("NpgsqlPolygon", [ColumnKind.Polygon]),
        ["circle"] = ("NpgsqlCircle", [ColumnKind.Circle]),
    };

    private static readonly Dictionary<string, string> Bounds = new(StringComparer.Ordinal)
    {
        ["int4range"] = "integer",
        ["int8range"] = "bigint",
        ["numrange"] = "numeric",
        ["tsrange"] = "timestamp",
        ["tstzrange"] = "timestamptz",
        ["daterange"] = "date",
    };

    /// <summary>The built-in types that the table knows.</summary>
    public static IEnumerable<string> Names => Scalars.Keys;

    /// <summary>The C# type made for a type; null where the table does not know it.</summary>
    public static string? CSharp(TypeName type)
    {
        var one = Range(type.Name, out var bound) is { } range
            ? $"NpgsqlRange<{Scalars[bound].CSharp}>{(range == ColumnKind.Array ? "[]" : "")}"
            : Scalars.TryGetValue(type.Name, out var scalar) ? scalar.CSharp : null;
        return one is null ? null : type.IsArray ? $"{one}[]" : one;
    }

    /// <summary>Whether a value reads a type that the table knows.</summary>
    public static bool Reads(ValueModel value, TypeName type) => value.Kind == ColumnKind.String || (type.IsArray
        ? value is { Kind: ColumnKind.Array or ColumnKind.List, Element: { } element } && Reads(element, type with { IsArray = false })
        : Range(type.Name, out var bound) switch
        {
            ColumnKind.Array => value is { Kind: ColumnKind.Array or ColumnKind.List, Element: { Kind: ColumnKind.Range, Element: { } inner } } && ReadsScalar(inner, bound),
            ColumnKind.Range => value is { Kind: ColumnKind.Range, Element: { } inner } && ReadsScalar(inner, bound),
            _ => ReadsScalar(value, type.Name),
        });

    private static bool ReadsScalar(ValueModel value, string name) => value.Kind == ColumnKind.String || Scalars[name].Kinds.Contains(value.Kind);

    /// <summary>Whether a type is a range, or a multirange (an array of ranges to C#), and of what.</summary>
    private static ColumnKind? Range(string name, out string bound)
    {
        if (Bounds.TryGetValue(name, out bound))
        {
            return ColumnKind.Range;
        }

        // int4multirange is of int4range.
        return Bounds.TryGetValue(name.Replace("multirange", "range"), out bound) ? ColumnKind.Array : null;
    }
}
