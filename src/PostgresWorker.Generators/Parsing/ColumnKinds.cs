using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Which C# types have a reader, by their full names: a project need not reference what it does not use.</summary>
internal static class ColumnKinds
{
    private static readonly Dictionary<string, (string Namespace, ColumnKind Kind)> Named = new(StringComparer.Ordinal)
    {
        ["Guid"] = ("System", ColumnKind.Guid),
        ["DateTimeOffset"] = ("System", ColumnKind.DateTimeOffset),
        ["DateOnly"] = ("System", ColumnKind.DateOnly),
        ["TimeOnly"] = ("System", ColumnKind.TimeOnly),
        ["TimeSpan"] = ("System", ColumnKind.TimeSpan),
        ["BigInteger"] = ("System.Numerics", ColumnKind.BigInteger),
        ["IPAddress"] = ("System.Net", ColumnKind.IPAddress),
        ["IPNetwork"] = ("System.Net", ColumnKind.IPNetwork),
        ["PhysicalAddress"] = ("System.Net.NetworkInformation", ColumnKind.PhysicalAddress),
        ["BitArray"] = ("System.Collections", ColumnKind.BitArray),
        ["JsonElement"] = ("System.Text.Json", ColumnKind.JsonElement),
        ["JsonDocument"] = ("System.Text.Json", ColumnKind.JsonDocument),
        ["Lsn"] = ("PostgresWorker", ColumnKind.Lsn),
        ["NpgsqlInterval"] = (Npgsql, ColumnKind.Interval),
        ["NpgsqlInet"] = (Npgsql, ColumnKind.Inet),
        ["NpgsqlCidr"] = (Npgsql, ColumnKind.Cidr),
        ["NpgsqlPoint"] = (Npgsql, ColumnKind.Point),
        ["NpgsqlLine"] = (Npgsql, ColumnKind.Line),
        ["NpgsqlLSeg"] = (Npgsql, ColumnKind.LSeg),
        ["NpgsqlBox"] = (Npgsql, ColumnKind.Box),
        ["NpgsqlPath"] = (Npgsql, ColumnKind.Path),
        ["NpgsqlPolygon"] = (Npgsql, ColumnKind.Polygon),
        ["NpgsqlCircle"] = (Npgsql, ColumnKind.Circle),
    };

    private const string Npgsql = "NpgsqlTypes";

    /// <summary>The kind of a type that has no parts; null for others.</summary>
    public static ColumnKind? Of(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => ColumnKind.Boolean,
        SpecialType.System_Byte => ColumnKind.Byte,
        SpecialType.System_Int16 => ColumnKind.Int16,
        SpecialType.System_Int32 => ColumnKind.Int32,
        SpecialType.System_Int64 => ColumnKind.Int64,
        SpecialType.System_Single => ColumnKind.Single,
        SpecialType.System_Double => ColumnKind.Double,
        SpecialType.System_Decimal => ColumnKind.Decimal,
        SpecialType.System_String => ColumnKind.String,
        SpecialType.System_Char => ColumnKind.Char,
        SpecialType.System_DateTime => ColumnKind.DateTime,
        _ when type.TypeKind == TypeKind.Enum => ColumnKind.Enum,
        _ when type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte } => ColumnKind.Bytes,
        _ when type.Is("System", "ReadOnlyMemory`1") && Argument(type, 0).SpecialType == SpecialType.System_Byte => ColumnKind.Memory,
        _ when Named.TryGetValue(type.MetadataName, out var named) && type.Is(named.Namespace, type.MetadataName) => named.Kind,
        _ => null,
    };

    /// <summary>The kind of a type that has parts of one type, and that type; null for others.</summary>
    public static (ColumnKind Kind, ITypeSymbol Element)? WithElement(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { IsSZArray: true } array => (ColumnKind.Array, array.ElementType),
        INamedTypeSymbol { Arity: 1 } named => OfOne(named) is { } kind ? (kind, named.TypeArguments[0]) : null,
        INamedTypeSymbol { Arity: 2 } named => IsHstore(named) ? (ColumnKind.Hstore, named.TypeArguments[1]) : null,
        _ => null,
    };

    public static bool IsUnchanged(ITypeSymbol type) => type.Is("PostgresWorker", "Unchanged`1");

    // What an array can be taken for is read as one; a list is made where more can be asked of it.
    private static ColumnKind? OfOne(INamedTypeSymbol type) => type.OriginalDefinition.SpecialType switch
    {
        SpecialType.System_Collections_Generic_IEnumerable_T => ColumnKind.Array,
        SpecialType.System_Collections_Generic_IReadOnlyCollection_T => ColumnKind.Array,
        SpecialType.System_Collections_Generic_IReadOnlyList_T => ColumnKind.Array,
        SpecialType.System_Collections_Generic_ICollection_T => ColumnKind.List,
        SpecialType.System_Collections_Generic_IList_T => ColumnKind.List,
        _ when type.Is("System.Collections.Generic", "List`1") => ColumnKind.List,
        _ when type.Is(Npgsql, "NpgsqlRange`1") => ColumnKind.Range,
        _ => null,
    };

    private static bool IsHstore(INamedTypeSymbol type) =>
        type.MetadataName is "Dictionary`2" or "IReadOnlyDictionary`2" or "IDictionary`2" &&
        type.Is("System.Collections.Generic", type.MetadataName) &&
        Argument(type, 0).SpecialType == SpecialType.System_String && Argument(type, 1).SpecialType == SpecialType.System_String;

    private static ITypeSymbol Argument(ITypeSymbol type, int index) => ((INamedTypeSymbol)type).TypeArguments[index];
}
