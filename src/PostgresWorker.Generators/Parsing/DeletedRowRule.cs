using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>
/// A hint for listeners of deletes alone: a deleted row has no more than the replica identity's columns, by default the primary key's. What is
/// the key is said by <c>[Key]</c>, or by the names Id and OrderId for a type Order.
/// </summary>
internal static class DeletedRowRule
{
    public static void Check(INamedTypeSymbol row, RowModel model, IParameterSymbol parameter, Findings findings)
    {
        if (!IsDeleted(parameter.Type))
        {
            return;
        }

        var names = new HashSet<string>(model.Columns.Select(static column => column.Property), StringComparer.Ordinal);
        var others = RowProperties.Of(row).Where(property => names.Contains(property.Name) && !IsKey(property, row)).Select(static property => property.Name).ToList();
        if (others.Count > 0)
        {
            findings.Add(RowDiagnostics.DeletedColumns, Places.OfType(parameter), parameter.ContainingSymbol.Name, row.ToText(), string.Join(", ", others));
        }
    }

    private static bool IsDeleted(ITypeSymbol type) =>
        type.Is("PostgresWorker", "Deleted`1") || (type is INamedTypeSymbol { Arity: 1 } batch && batch.TypeArguments[0].Is("PostgresWorker", "Deleted`1"));

    private static bool IsKey(IPropertySymbol property, INamedTypeSymbol row) =>
        property.Attribute("System.ComponentModel.DataAnnotations", "KeyAttribute") is not null ||
        string.Equals(property.Name, "Id", StringComparison.OrdinalIgnoreCase) ||
        string.Equals(property.Name, $"{row.Name}Id", StringComparison.OrdinalIgnoreCase);
}
