using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Parsing;

/// <summary>
/// Which constructor makes a row: of those that generated code can call and whose every parameter is a property by name (ignoring
/// case) and by type, the one with most parameters. Two with as many are ambiguous. A record's copy constructor is none, for no
/// property has the row's own type and the name of its parameter. What is left and can be set goes to the object initializer.
/// </summary>
internal static class ConstructorChoice
{
    public static IMethodSymbol? Choose(INamedTypeSymbol type, List<IPropertySymbol> properties, Location? place, Compilation compilation, Findings findings)
    {
        var usable = type.InstanceConstructors
            .Where(constructor => compilation.IsSymbolAccessibleWithin(constructor, compilation.Assembly))
            .Where(constructor => !IsCopy(constructor, type) && IsMatched(constructor, properties))
            .OrderByDescending(static constructor => constructor.Parameters.Length)
            .ToList();
        if (usable.Count == 0)
        {
            findings.Add(RowDiagnostics.NoConstructor, place, type.ToText(), Reason(type, properties, compilation));
            return null;
        }

        if (usable.Count > 1 && usable[0].Parameters.Length == usable[1].Parameters.Length)
        {
            findings.Add(RowDiagnostics.AmbiguousConstructor, place, type.ToText(), usable[0].Parameters.Length);
            return null;
        }

        return usable[0];
    }

    /// <summary>What keeps the constructor from being called, by the name of the parameter where there is one constructor to speak of.</summary>
    private static string Reason(INamedTypeSymbol type, List<IPropertySymbol> properties, Compilation compilation)
    {
        var reachable = type.InstanceConstructors
            .Where(constructor => compilation.IsSymbolAccessibleWithin(constructor, compilation.Assembly) && !IsCopy(constructor, type))
            .ToList();
        var stranger = reachable.Count == 1
            ? reachable[0].Parameters.FirstOrDefault(parameter => parameter.RefKind != RefKind.None || RowProperties.Match(properties, parameter) is null)
            : null;
        return stranger is null
            ? "one must be internal or public, and each of its parameters must be a public property by name and type"
            : $"its parameter '{stranger.Name}' must be, by name and type, a public property: {stranger.Type.ToShortText()} {char.ToUpperInvariant(stranger.Name.FirstOrDefault())}{stranger.Name.Substring(Math.Min(1, stranger.Name.Length))} {{ get; }}";
    }

    private static bool IsCopy(IMethodSymbol constructor, INamedTypeSymbol type) =>
        type.IsRecord && constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);

    private static bool IsMatched(IMethodSymbol constructor, List<IPropertySymbol> properties)
    {
        // Two parameters that differ in case only would take one property between them.
        var taken = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        return constructor.Parameters.All(parameter =>
            parameter.RefKind == RefKind.None && RowProperties.Match(properties, parameter) is { } property && taken.Add(property));
    }
}
