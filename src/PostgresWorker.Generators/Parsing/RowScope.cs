using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>One row type while it is parsed, with the composites within it.</summary>
internal sealed class RowScope(Compilation compilation, Findings findings)
{
    // A generic composite could hold itself with ever longer arguments.
    private const int Deepest = 4;

    private readonly List<INamedTypeSymbol> _path = [];
    private readonly Dictionary<INamedTypeSymbol, RowModel?> _composites = new(SymbolEqualityComparer.IncludeNullability);

    public Compilation Compilation => compilation;

    public Findings Findings => findings;

    /// <summary>Whether what is parsed now is a composite and not the row.</summary>
    public bool IsComposite => _path.Count > 1;

    /// <summary>The composites that were found, in an order that does not depend on that of the properties.</summary>
    public EquatableArray<RowModel> Composites =>
        _composites.Values.OfType<RowModel>().OrderBy(static row => row.Type, StringComparer.Ordinal).ToEquatableArray();

    public RowModel? Row(INamedTypeSymbol type, Location? place)
    {
        _path.Add(type);
        var row = RowParser.Make(type, place, this);
        _path.RemoveAt(_path.Count - 1);
        return row;
    }

    /// <summary>The composite's model, or null where it is wrong.</summary>
    public RowModel? Composite(INamedTypeSymbol annotated, ColumnSite site)
    {
        var type = (INamedTypeSymbol)annotated.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        if (_path.Exists(outer => SymbolEqualityComparer.Default.Equals(outer, type)) || _path.Count(outer => IsSameDefinition(outer, type)) > Deepest)
        {
            findings.Add(RowDiagnostics.RecursiveComposite, site.Place, site.Owner, site.Property.Name, type.ToText());
            return null;
        }

        if (!_composites.TryGetValue(type, out var row))
        {
            row = RowTypeRules.Check(type, site.Place, compilation, findings) ? Row(type, Places.Of(type) ?? site.Place) : null;
            _composites.Add(type, row);
        }

        return row;
    }

    private static bool IsSameDefinition(INamedTypeSymbol one, INamedTypeSymbol other) =>
        SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition);
}
