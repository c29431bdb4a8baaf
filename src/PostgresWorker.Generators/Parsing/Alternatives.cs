using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Parsing;

/// <summary>What to declare in place of a type that has no reader.</summary>
internal static class Alternatives
{
    private const string Text = "declare it as string, which holds the text of every type";

    public static string To(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_SByte => "declare it as short",
        SpecialType.System_UInt16 => "declare it as int",
        SpecialType.System_UInt32 => "declare it as long",
        SpecialType.System_UInt64 => "declare it as decimal",
        SpecialType.System_IntPtr or SpecialType.System_UIntPtr => "declare it as long",
        _ when type is IArrayTypeSymbol => "arrays of more than one dimension are not read; declare it as string, which holds the array's text",
        _ when type.TypeKind == TypeKind.Dynamic || type.SpecialType != SpecialType.None => Text,
        _ when ColumnKinds.IsUnchanged(type) => "only a column of a table can be unchanged; declare it as the type within Unchanged<T>",
        _ when ColumnKinds.WithElement(type) is not null => "arrays hold no arrays and ranges no ranges; declare it as string, or mark it [PostgresJson(typeof(...))] if the column is jsonb",
        _ => ByName(type),
    };

    private static string ByName(ITypeSymbol type) => type.MetadataName switch
    {
        "Half" when type.Is("System", "Half") => "declare it as float",
        "Int128" when type.Is("System", "Int128") => "declare it as System.Numerics.BigInteger",
        "UInt128" when type.Is("System", "UInt128") => "declare it as System.Numerics.BigInteger",
        "Memory`1" when type.Is("System", "Memory`1") => "declare it as ReadOnlyMemory<byte>",
        "IPNetwork" => "declare it as System.Net.IPNetwork",
        "NpgsqlLogSequenceNumber" => "declare it as PostgresWorker.Lsn",
        _ when type.ContainingNamespace?.Name == "NpgsqlTypes" => Text,
        _ when IsMap(type) => "declare it as Dictionary<string, string?> for hstore, or mark it [PostgresJson(typeof(...))] for jsonb",
        _ when IsCollection(type) => "declare it as an array or List<T>",
        _ when type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsTupleType: false } && !type.IsInSystem() =>
            $"mark {type.Name} [PostgresComposite] for a composite, or the property [PostgresJson(typeof(...))] for jsonb",
        _ when type.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface => "declare it as string, or mark it [PostgresJson(typeof(...))] if the column is jsonb",
        _ => Text,
    };

    private static bool IsMap(ITypeSymbol type) => type.IsOrImplements("System.Collections.Generic", "IReadOnlyDictionary`2", "IDictionary`2");

    private static bool IsCollection(ITypeSymbol type) =>
        type.IsInSystem() && type.AllInterfaces.Any(static one => one.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T);

    private static bool IsOrImplements(this ITypeSymbol type, string space, params string[] names) =>
        type.AllInterfaces.OfType<ITypeSymbol>().Prepend(type).Any(one => names.Any(name => one.Is(space, name)));

    private static bool IsInSystem(this ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System", IsGlobalNamespace: false };
    }
}
