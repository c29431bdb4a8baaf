using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>From a row type to its columns and how to make one.</summary>
internal static class RowParser
{
    /// <summary>The row, or null where it is wrong.</summary>
    /// <param name="row">The type.</param>
    /// <param name="parameter">The listener's parameter, for what has no place of its own.</param>
    /// <param name="compilation">What must be able to name the type.</param>
    /// <param name="findings">Takes what is wrong.</param>
    public static RowModel? Parse(ITypeSymbol row, IParameterSymbol parameter, Compilation compilation, Findings findings)
    {
        if (row.TypeKind == TypeKind.Error)
        {
            findings.LeaveToCompiler();
            return null;
        }

        var part = findings.Part(Places.OfType(parameter));
        var scope = new RowScope(compilation, part);
        var model = RowTypeRules.Check(row, Places.OfType(parameter), compilation, part)
            ? scope.Row((INamedTypeSymbol)row, Places.Of(row) ?? Places.OfType(parameter))
            : null;
        if (!findings.Include(part) || model is null)
        {
            return null;
        }

        DeletedRowRule.Check((INamedTypeSymbol)row, model, parameter, findings);
        return model with { Composites = scope.Composites };
    }

    /// <summary>The model of a row type or of a composite, which is called by its scope.</summary>
    public static RowModel? Make(INamedTypeSymbol type, Location? place, RowScope scope)
    {
        var properties = RowProperties.Of(type);
        var constructor = ConstructorChoice.Choose(type, properties, place, scope.Compilation, scope.Findings);
        if (constructor is null)
        {
            return null;
        }

        var bound = constructor.Parameters.Select(parameter => (Property: RowProperties.Match(properties, parameter)!, Parameter: parameter)).ToList();
        var initialized = properties
            .Where(property => RowProperties.IsSettable(property, scope.Compilation) && !bound.Exists(pair => SymbolEqualityComparer.Default.Equals(pair.Property, property)))
            .ToList();
        RowTypeRules.CheckRequired(type, constructor, initialized, place, scope.Findings);

        var columns = bound.Select(pair => ColumnParser.Parse(pair.Property, pair.Parameter, place, scope))
            .Concat(initialized.Select(property => ColumnParser.Parse(property, null, place, scope)))
            .OfType<ColumnModel>()
            .ToList();
        RowTypeRules.CheckColumns(type, columns, bound.Select(static pair => pair.Property).Concat(initialized), place, scope.Findings);

        var space = type.ContainingNamespace.ToCode();
        var reader = ReaderName(type);
        return new RowModel(
            type.ToText(),
            type.ToCode(),
            space,
            reader,
            $"{(space.Length == 0 ? "" : space.Replace("@", "") + ".")}{reader}.g.cs",
            columns.ToEquatableArray(),
            bound.Count)
        {
            AnnotatedType = type.ToAnnotatedCode(),
            Warnings = NamedWarnings.Of([type, constructor, .. bound.Select(static pair => pair.Property), .. initialized]),
        };
    }

    /// <summary>The type's name; the outer types stand before a nested one's, and a constructed type is told from its sisters by a hash.</summary>
    private static string ReaderName(INamedTypeSymbol type)
    {
        var nesting = type.Nesting().ToList();
        var name = string.Join("_", nesting.Select(static part => part.Name));
        return nesting.Exists(static part => part.IsGenericType) ? $"{name}_{type.ToCode().StableHash()}RowReader" : $"{name}RowReader";
    }
}
