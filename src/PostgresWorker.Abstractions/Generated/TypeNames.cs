namespace PostgresWorker.Generated;

/// <summary>C# types for people: what a property is, and what to declare for a column.</summary>
internal static class TypeNames
{
    /// <summary>The C# type of a property, without the <c>?</c> of its own.</summary>
    internal static string Describe(ValueShape shape) => shape.Kind switch
    {
        ColumnKind.Array => $"{DescribePart(shape.Element)}[]",
        ColumnKind.List => $"List<{DescribePart(shape.Element)}>",
        ColumnKind.Range => $"NpgsqlRange<{DescribePart(shape.Element)}>",
        _ => NameOf(shape.Kind),
    };

    /// <summary>What to declare for a column of <paramref name="type"/>.</summary>
    internal static string Suggest(ColumnType type)
    {
        if (type.IsEnum)
        {
            return "declare it as an enum with the same labels, or as string";
        }

        if (type.Fields is not null)
        {
            return "declare it as a type marked [PostgresComposite] with properties for its fields, or as string";
        }

        if (type is { Kind: 'a', Element.IsEnum: true })
        {
            return "declare it as an array of an enum with the same labels, or of string";
        }

        return type is { Kind: 'a', Element.Fields: not null }
            ? "declare it as an array of a type marked [PostgresComposite], or of string"
            : $"declare it as {Holder(type)}";
    }

    /// <summary>The type made for <paramref name="type"/>; string where there is none.</summary>
    private static string Holder(ColumnType type)
    {
        switch (type)
        {
            case { Kind: 'a', Element: { Kind: not 'a' } element }:
                return $"{Holder(element)}[]";
            case { Kind: 'm', Element: { } range }:
                return $"{Holder(range)}[]";
            case { Kind: 'r', Element: { } bound }:
                return $"NpgsqlRange<{Holder(bound)}>";
            case var _ when ColumnTypes.IsExtensionType(type, "hstore"):
                return NameOf(ColumnKind.Hstore);
            default:
                return Array.Find(ColumnTypes.Table, row => type.Kind == 'b' && Array.IndexOf(row.Oids, type.BaseOid) >= 0)?.CSharp ?? "string";
        }
    }

    private static string DescribePart(ValueShape? shape) => shape is null ? "?" : $"{Describe(shape)}{(shape.IsNullable ? "?" : "")}";

    private static string NameOf(ColumnKind kind) => Array.Find(ColumnTypes.Table, row => row.Kind == kind)!.CSharp;
}
