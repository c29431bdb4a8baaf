using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Symbols as text for generated code, and questions that several parsers ask.</summary>
internal static class Symbols
{
    private static readonly SymbolDisplayFormat Plain = SymbolDisplayFormat.FullyQualifiedFormat;

    private static readonly SymbolDisplayFormat Annotated =
        Plain.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Open = Plain.WithGenericsOptions(SymbolDisplayGenericsOptions.None);

    private static readonly SymbolDisplayFormat Dotted = SymbolDisplayFormat.CSharpErrorMessageFormat;

    /// <summary>The type as written in generated code, without <c>?</c> on classes.</summary>
    public static string ToCode(this ITypeSymbol type) => type.ToDisplayString(Plain);

    /// <summary>The type as written in generated code, with <c>?</c> on classes but not on the whole.</summary>
    public static string ToAnnotatedCode(this ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(Annotated);

    /// <summary>The type for people: <c>Shop.Order</c>.</summary>
    public static string ToText(this ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(Dotted);

    /// <summary>The type for people, without its namespace: <c>List&lt;int?&gt;</c>.</summary>
    public static string ToShortText(this ITypeSymbol type) =>
        type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>A generic type as written in generated code, without its arguments.</summary>
    public static string OpenName(this INamedTypeSymbol type) => type.ToDisplayString(Open);

    /// <summary>The namespace as written in generated code; empty for the global one.</summary>
    public static string ToCode(this INamespaceSymbol? space) => space is null or { IsGlobalNamespace: true }
        ? ""
        : string.Join(".", space.ToDisplayString().Split('.').Select(static part => Escape(part.TrimStart('@'))));

    /// <summary>A name as written in generated code.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || name is "await" or "scoped" or "yield" ? $"@{name}" : name;

    /// <summary>The simple names of a type and those that it is nested in, outermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> Nesting(this INamedTypeSymbol type)
    {
        var types = new Stack<INamedTypeSymbol>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            types.Push(current);
        }

        return types;
    }

    public static bool Is(this ITypeSymbol? type, string space, string metadataName) =>
        type is INamedTypeSymbol named && named.MetadataName == metadataName && named.ContainingType is null && named.ContainingNamespace.Is(space);

    public static AttributeData? Attribute(this ISymbol? symbol, string space, string metadataName) =>
        symbol?.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass.Is(space, metadataName));

    /// <summary>What the attribute's property of the name was given; null where there is nothing, or what the compiler objects to.</summary>
    public static TypedConstant? Named(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind != TypedConstantKind.Error)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>The text that the attribute's constructor was given; null where there is none.</summary>
    public static string? Text(this AttributeData? attribute) =>
        attribute?.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Primitive, Value: string { Length: > 0 } text } ? text : null;

    // Without the text that ToDisplayString would make, for this is asked of every property.
    private static bool Is(this INamespaceSymbol? space, string name)
    {
        var end = name.Length;
        for (; space is { IsGlobalNamespace: false } && end > 0; space = space.ContainingNamespace)
        {
            var start = name.LastIndexOf('.', end - 1) + 1;
            if (space.Name.Length != end - start || string.CompareOrdinal(space.Name, 0, name, start, end - start) != 0)
            {
                return false;
            }

            end = Math.Max(0, start - 1);
        }

        return end == 0 && space is { IsGlobalNamespace: true };
    }
}
