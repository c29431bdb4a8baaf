using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Parsing;

/// <summary>The properties that may be columns: public, of an instance, inherited ones first, none that is marked <c>[NotMapped]</c>.</summary>
internal static class RowProperties
{
    public static List<IPropertySymbol> Of(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var levels = new List<IEnumerable<IPropertySymbol>>();
        for (var level = type; level is not null; level = level.BaseType)
        {
            // The most derived property of a name counts; it hides or overrides the others.
            levels.Insert(0, level.GetMembers().OfType<IPropertySymbol>().Where(IsCandidate).Where(property => names.Add(property.Name)).ToList());
        }

        return levels.SelectMany(static level => level).Where(static property => !IsNotMapped(property)).ToList();
    }

    /// <summary>The property that a constructor's parameter stands for: by name ignoring case, the exact name before others, and of the same type.</summary>
    public static IPropertySymbol? Match(List<IPropertySymbol> properties, IParameterSymbol parameter)
    {
        var same = properties.Where(property => string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        var match = same.Find(property => property.Name == parameter.Name) ?? same.FirstOrDefault();
        return match is not null && SymbolEqualityComparer.Default.Equals(match.Type, parameter.Type) ? match : null;
    }

    public static bool IsSettable(IPropertySymbol property, Compilation compilation) =>
        property.SetMethod is { } set && compilation.IsSymbolAccessibleWithin(set, compilation.Assembly);

    /// <summary>Whether generated code can read it: that a row is made of it does not say so.</summary>
    public static bool IsReadable(IPropertySymbol property, Compilation compilation) =>
        property.GetMethod is { } get && compilation.IsSymbolAccessibleWithin(get, compilation.Assembly) && !IsError(property) && !IsError(get);

    public static IEnumerable<ISymbol> Required(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            foreach (var member in level.GetMembers().Where(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                yield return member;
            }
        }
    }

    private static bool IsCandidate(IPropertySymbol property) =>
        property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false, ReturnsByRef: false, ReturnsByRefReadonly: false };

    private static bool IsNotMapped(IPropertySymbol property) =>
        property.Attribute("System.ComponentModel.DataAnnotations.Schema", "NotMappedAttribute") is not null;

    private static bool IsError(ISymbol member) =>
        member.Attribute("System", "ObsoleteAttribute")?.ConstructorArguments.LastOrDefault().Value is true;
}
