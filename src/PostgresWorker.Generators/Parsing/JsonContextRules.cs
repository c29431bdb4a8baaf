using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Parsing;

/// <summary>What generated code asks of a <c>JsonSerializerContext</c>, be it a column's or that of messages.</summary>
internal static class JsonContextRules
{
    private const string Json = "System.Text.Json.Serialization";

    /// <summary>Why generated code can't take the type's <c>Default</c>; null where it can.</summary>
    public static string? Misfit(ITypeSymbol? type, Compilation compilation)
    {
        if (type is not INamedTypeSymbol named || !IsContext(named.OriginalDefinition))
        {
            return "it does not derive from JsonSerializerContext";
        }

        var nesting = named.Nesting().ToList();
        return named switch
        {
            { IsAbstract: true } => "it is abstract",
            _ when nesting.Exists(static part => part.IsGenericType) => "it is generic",
            _ when nesting.Exists(static part => part.IsFileLocal) => "it is file-local, so generated code can't name it",
            _ when !compilation.IsSymbolAccessibleWithin(named, compilation.Assembly) => "it is private or protected, so generated code can't name it",
            _ => null,
        };
    }

    public static bool Lists(ITypeSymbol context, ITypeSymbol value) => context.GetAttributes()
        .Where(static attribute => attribute.AttributeClass.Is(Json, "JsonSerializableAttribute"))
        .Any(attribute => attribute.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Type, Value: ITypeSymbol listed } &&
            SymbolEqualityComparer.Default.Equals(listed, value));

    private static bool IsContext(INamedTypeSymbol type)
    {
        for (var level = type.BaseType; level is not null; level = level.BaseType)
        {
            if (level.Is(Json, "JsonSerializerContext"))
            {
                return true;
            }
        }

        return false;
    }
}
