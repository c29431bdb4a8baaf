using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Which C# types have a reader, and what to declare in place of those that have none.</summary>
internal static class ColumnKinds
{
    public static ColumnKind? Of(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => ColumnKind.Boolean,
        SpecialType.System_Int16 => ColumnKind.Int16,
        SpecialType.System_Int32 => ColumnKind.Int32,
        SpecialType.System_Int64 => ColumnKind.Int64,
        SpecialType.System_Single => ColumnKind.Single,
        SpecialType.System_Double => ColumnKind.Double,
        SpecialType.System_Decimal => ColumnKind.Decimal,
        SpecialType.System_String => ColumnKind.String,
        SpecialType.System_DateTime => ColumnKind.DateTime,
        _ when type.TypeKind == TypeKind.Enum => ColumnKind.Enum,
        _ when type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte } => ColumnKind.Bytes,
        _ when type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true } => OfSystem(type.MetadataName),
        _ => null,
    };

    public static string Instead(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Byte or SpecialType.System_SByte => "declare it as short",
        SpecialType.System_UInt16 => "declare it as int",
        SpecialType.System_UInt32 => "declare it as long",
        SpecialType.System_UInt64 => "declare it as decimal",
        SpecialType.System_Char or SpecialType.System_Object => "declare it as string",
        _ => "declare it as bool, short, int, long, float, double, decimal, string, Guid, byte[], DateTime, DateTimeOffset, DateOnly, TimeOnly, TimeSpan or an enum",
    };

    private static ColumnKind? OfSystem(string name) => name switch
    {
        "Guid" => ColumnKind.Guid,
        "DateTimeOffset" => ColumnKind.DateTimeOffset,
        "DateOnly" => ColumnKind.DateOnly,
        "TimeOnly" => ColumnKind.TimeOnly,
        "TimeSpan" => ColumnKind.TimeSpan,
        _ => null,
    };
}
