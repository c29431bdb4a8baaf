using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>
/// The ids that the compiler says of what generated code names: those of <c>[Experimental]</c>, and of <c>[Obsolete]</c> with an id of its own.
/// Who wrote the listener has seen them there; in generated code there would be nobody to answer.
/// </summary>
internal sealed class NamedWarnings
{
    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);

    private NamedWarnings(IEnumerable<ISymbol> named)
    {
        foreach (var symbol in named)
        {
            Visit(symbol);
        }
    }

    /// <summary>The ids, each once, in ordinal order.</summary>
    /// <param name="named">A listener's method; or a row's type, constructor and properties.</param>
    public static EquatableArray<string> Of(IEnumerable<ISymbol> named) => new NamedWarnings(named)._ids.ToEquatableArray();

    private void Visit(ISymbol? symbol)
    {
        if (symbol is null or INamespaceSymbol || !_seen.Add(symbol))
        {
            return;
        }

        foreach (var attribute in symbol.GetAttributes())
        {
            Visit(attribute);
        }

        foreach (var part in Parts(symbol))
        {
            Visit(part);
        }
    }

    private void Visit(AttributeData attribute)
    {
        var id = attribute.AttributeClass switch
        {
            { } type when type.Is("System.Diagnostics.CodeAnalysis", "ExperimentalAttribute") => attribute.Text(),
            { } type when type.Is("System", "ObsoleteAttribute") => attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "DiagnosticId").Value.Value as string,
            _ => null,
        };
        if (SyntaxFacts.IsValidIdentifier(id))
        {
            _ids.Add(id!);
        }

        if (FilterParser.Is(attribute))
        {
            Visit(attribute.AttributeClass!.TypeArguments[0]);
        }

        if (!IsCopied(attribute.AttributeClass))
        {
            return;
        }

        foreach (var argument in attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(static argument => argument.Value)))
        {
            Visit(argument.Kind switch
            {
                TypedConstantKind.Type => argument.Value as ITypeSymbol,
                TypedConstantKind.Enum => argument.Type,
                _ => null,
            });
        }
    }

    // The context that reads JSON, the key of a service and a kind of exception stand in generated code, too.
    private static bool IsCopied(INamedTypeSymbol? attribute) =>
        attribute.Is("PostgresWorker", "PostgresJsonAttribute") ||
        attribute.Is("PostgresWorker", "PostgresMessageAttribute") ||
        attribute.Is("PostgresWorker", "RetryAttribute") ||
        attribute.Is("Microsoft.Extensions.DependencyInjection", "FromKeyedServicesAttribute");

    private static IEnumerable<ISymbol?> Parts(ISymbol symbol) => symbol switch
    {
        IArrayTypeSymbol array => [array.ElementType],
        INamedTypeSymbol { SpecialType: SpecialType.None } type =>
        [
            type.ContainingType,
            type.ContainingAssembly,
            .. type.TypeArguments,
            .. type.TypeKind == TypeKind.Enum ? type.GetMembers().OfType<IFieldSymbol>() : [],
        ],
        INamedTypeSymbol type => type.TypeArguments,
        IPropertySymbol property => [property.Type, property.GetMethod, property.SetMethod, property.ContainingType],
        IMethodSymbol method => [method.ContainingType, .. method.Parameters],
        IParameterSymbol parameter => [parameter.Type],
        _ => [],
    };
}
