using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

internal static class ColumnParser
{
    public const string Annotations = "System.ComponentModel.DataAnnotations.Schema";

    /// <summary>The column of a property, or null where it is wrong.</summary>
    /// <param name="property">The property.</param>
    /// <param name="parameter">The constructor's parameter that takes the value; null where the property itself does.</param>
    /// <param name="place">Where to say what has no place of its own.</param>
    /// <param name="scope">The row that the column is part of.</param>
    public static ColumnModel? Parse(IPropertySymbol property, IParameterSymbol? parameter, Location? place, RowScope scope)
    {
        var site = new ColumnSite(property, place);
        var attribute = property.Attribute(Annotations, "ColumnAttribute") ?? parameter.Attribute(Annotations, "ColumnAttribute");

        // The constructor's word on null counts.
        var type = parameter?.Type ?? property.Type;
        var acceptsUnchanged = !scope.IsComposite && ColumnKinds.IsUnchanged(type);
        var content = acceptsUnchanged ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        var json = JsonParser.Attribute(property) ?? JsonParser.Attribute(parameter);
        var value = json is null ? ValueParser.Parse(content, site, scope) : JsonParser.Parse(json, content, site, scope);
        if (value is null)
        {
            return null;
        }

        TypeNameRules.Check(attribute, value, site, scope.Findings);
        return new ColumnModel(attribute.Text() ?? SnakeCase.Of(property.Name), property.Name, value, acceptsUnchanged)
        {
            IsReadable = RowProperties.IsReadable(property, scope.Compilation),
            IsOtherwiseAnnotated = !SymbolEqualityComparer.IncludeNullability.Equals(property.Type, type),
        };
    }
}
