using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>What a row type must be, before and after its columns are known.</summary>
internal static class RowTypeRules
{
    public static bool Check(ITypeSymbol row, Location? place, Compilation compilation, Findings findings)
    {
        if (row is not INamedTypeSymbol type || !IsMadeOfProperties(type))
        {
            if (row is ITypeParameterSymbol)
            {
                // An open row type comes with a generic listener, which is told so.
                findings.LeaveToCompiler();
                return false;
            }

            findings.Add(RowDiagnostics.NotARow, place, row.ToText());
            return false;
        }

        if (type.Nesting().FirstOrDefault(static part => part.IsFileLocal) is { } local)
        {
            findings.Add(ListenerDiagnostics.FileLocal, Places.Of(local) ?? place, local.Name);
            return false;
        }

        // Type arguments count: Page<Hidden> can be named no better than Hidden.
        if (!compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
        {
            findings.Add(RowDiagnostics.Inaccessible, Places.Of(type) ?? place, type.ToText());
            return false;
        }

        return !type.TypeArguments.Any(static argument => argument.TypeKind is TypeKind.Error or TypeKind.TypeParameter) || Leave(findings);
    }

    /// <summary>What is <c>required</c> must be set, so it must be a column.</summary>
    public static void CheckRequired(INamedTypeSymbol type, IMethodSymbol constructor, List<IPropertySymbol> initialized, Location? place, Findings findings)
    {
        if (constructor.GetAttributes().Any(static attribute => attribute.AttributeClass.Is("System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute")))
        {
            return;
        }

        foreach (var member in RowProperties.Required(type).Where(member => !initialized.Exists(property => property.Name == member.Name)))
        {
            findings.Add(RowDiagnostics.RequiredIsNoColumn, Places.Of(member) ?? place, member.Name, type.ToText());
        }
    }

    public static void CheckColumns(INamedTypeSymbol type, List<ColumnModel> columns, IEnumerable<IPropertySymbol> properties, Location? place, Findings findings)
    {
        if (!properties.Any())
        {
            findings.Add(RowDiagnostics.NoColumns, place, type.ToText());
        }

        foreach (var same in columns.GroupBy(static column => column.Name, StringComparer.Ordinal).Where(static same => same.Count() > 1))
        {
            var (first, second) = (same.First().Property, same.Last().Property);
            var location = properties.Where(property => property.Name == second).Select(Places.Of).FirstOrDefault();
            findings.Add(RowDiagnostics.SameColumn, location ?? place, first, second, type.ToText(), same.Key);
        }
    }

    private static bool IsMadeOfProperties(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None, IsAbstract: false, IsStatic: false } &&
        type is { IsRefLikeType: false, IsTupleType: false, IsAnonymousType: false, OriginalDefinition.SpecialType: SpecialType.None } &&
        ColumnKinds.Of(type) is null && ColumnKinds.WithElement(type) is null && !ColumnKinds.IsUnchanged(type);

    private static bool Leave(Findings findings)
    {
        findings.LeaveToCompiler();
        return false;
    }
}
