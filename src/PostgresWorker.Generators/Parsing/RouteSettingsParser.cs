using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads which changes an attribute leaves out, and what orders them.</summary>
internal static class RouteSettingsParser
{
    /// <summary>The settings; null where one is wrong, which takes only its own route away.</summary>
    public static RouteSettingsModel? Parse(AttributeData attribute, IMethodSymbol method, ChangeParameterModel change, RowModel? row, Findings findings)
    {
        var part = findings.Part();
        var settings = new RouteSettingsModel(
            WhenChanged(attribute, method, change, row, part).ToEquatableArray(),
            OrderBy(attribute, method, row, part),
            Where(attribute, method, change, part));
        return part.Any ? null : settings;
    }

    private static List<string> WhenChanged(AttributeData attribute, IMethodSymbol method, ChangeParameterModel change, RowModel? row, Findings findings)
    {
        const string Name = "WhenChanged";
        List<string> columns = [];
        if (attribute.Named(Name) is not { Kind: TypedConstantKind.Array, IsNull: false } properties)
        {
            return columns;
        }

        if (row is null || change.Kind is not (ChangeKind.Change or ChangeKind.Updated))
        {
            findings.Add(ShapeDiagnostics.NoUpdates, Places.OfArgument(attribute, int.MaxValue, Name), method.Name);
            return columns;
        }

        if (properties.Values.Length == 0)
        {
            findings.Add(ShapeDiagnostics.NothingWatched, Places.OfArgument(attribute, int.MaxValue, Name), method.Name);
        }

        for (var i = 0; i < properties.Values.Length; i++)
        {
            if (Column(properties.Values[i], row, Name, Places.OfElement(attribute, Name, i), findings) is { } column && !columns.Contains(column))
            {
                columns.Add(column);
            }
        }

        return columns;
    }

    private static string? OrderBy(AttributeData attribute, IMethodSymbol method, RowModel? row, Findings findings)
    {
        const string Name = "OrderBy";
        if (attribute.Named(Name) is not { IsNull: false } property)
        {
            return null;
        }

        var place = Places.OfArgument(attribute, int.MaxValue, Name);
        if (row is null)
        {
            findings.Add(ShapeDiagnostics.NoRows, place, Name, method.Name);
            return null;
        }

        return Column(property, row, Name, place, findings);
    }

    private static string? Where(AttributeData attribute, IMethodSymbol method, ChangeParameterModel change, Findings findings)
    {
        const string Name = "Where";
        if (attribute.Named(Name) is not { IsNull: false, Value: string condition })
        {
            return null;
        }

        var place = Places.OfArgument(attribute, int.MaxValue, Name);
        if (!change.TakesRows)
        {
            findings.Add(ShapeDiagnostics.NoRows, place, Name, method.Name);
        }
        else if (string.IsNullOrWhiteSpace(condition))
        {
            findings.Add(ShapeDiagnostics.EmptyWhere, place, method.Name);
        }

        return condition;
    }

    private static string? Column(TypedConstant property, RowModel row, string setting, Location? place, Findings findings)
    {
        var name = property is { Kind: TypedConstantKind.Primitive, Value: string text } ? text : "";
        var column = row.Columns.FirstOrDefault(column => column.Property == name);
        if (column is null)
        {
            findings.Add(ShapeDiagnostics.NoSuchColumn, place, setting, name, row.DisplayName);
        }

        return column?.Name;
    }
}
