using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Parsing;

/// <summary>A property that is a column, and where to speak of it.</summary>
/// <param name="Property">The property.</param>
/// <param name="Row">The row type, where the property has no place of its own.</param>
internal sealed record ColumnSite(IPropertySymbol Property, Location? Row)
{
    public string Owner => Property.ContainingType.ToText();

    public Location? Place => Places.OfType(Property) ?? Row;

    /// <summary>There is no reader for a type.</summary>
    public void Refuse(ITypeSymbol type, string alternative, Findings findings) =>
        findings.Add(RowDiagnostics.ColumnType, Place, Owner, Property.Name, type.ToText(), alternative);
}
