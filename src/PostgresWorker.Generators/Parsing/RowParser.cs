using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
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
        var place = Places.Of(row) ?? Places.OfType(parameter);
        if (!RowTypeRules.Check(row, parameter, compilation, part))
        {
            findings.Include(part);
            return null;
        }

        var type = (INamedTypeSymbol)row;
        var properties = RowProperties.Of(type);
        var constructor = ConstructorChoice.Choose(type, properties, place, compilation, part);
        if (constructor is null)
        {
            findings.Include(part);
            return null;
        }

        var bound = constructor.Parameters.Select(parameter => (Property: RowProperties.Match(properties, parameter)!, Parameter: parameter)).ToList();
        var initialized = properties
            .Where(property => RowProperties.IsSettable(property, compilation) && !bound.Exists(pair => SymbolEqualityComparer.Default.Equals(pair.Property, property)))
            .ToList();
        RowTypeRules.CheckRequired(type, constructor, initialized, place, part);

        var columns = bound.Select(pair => ColumnParser.Parse(pair.Property, pair.Parameter, place, part))
            .Concat(initialized.Select(property => ColumnParser.Parse(property, null, place, part)))
            .OfType<ColumnModel>()
            .ToList();
        RowTypeRules.CheckColumns(type, columns, bound.Select(static pair => pair.Property).Concat(initialized), place, part);
        if (!findings.Include(part))
        {
            return null;
        }

        var space = type.ContainingNamespace.ToCode();
        var reader = ReaderName(type);
        return new RowModel(
            type.ToText(),
            type.ToCode(),
            space,
            reader,
            $"{(space.Length == 0 ? "" : space.Replace("@", "") + ".")}{reader}.g.cs",
            columns.ToEquatableArray(),
            bound.Count);
    }

    /// <summary>The type's name; the outer types stand before a nested one's, and a constructed type is told from its sisters by a hash.</summary>
    private static string ReaderName(INamedTypeSymbol type)
    {
        var nesting = type.Nesting().ToList();
        var name = string.Join("_", nesting.Select(static part => part.Name));
        return nesting.Exists(static part => part.IsGenericType) ? $"{name}_{type.ToCode().StableHash()}RowReader" : $"{name}RowReader";
    }
}
