using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads one attribute. A wrong one takes only its own route away.</summary>
internal static class RouteParser
{
    private const string DefaultSource = "default";

    public static Route? Parse(AttributeData attribute, IMethodSymbol method, Findings findings)
    {
        var texts = attribute.ConstructorArguments;
        if (attribute.AttributeConstructor is null || texts.Length is 0 or > 2 || texts.Any(static text => text.Kind == TypedConstantKind.Error))
        {
            // The compiler has said what is wrong.
            return null;
        }

        var route = findings.Part();
        var source = texts.Length == 2 ? texts[0].Value as string : DefaultSource;
        if (string.IsNullOrWhiteSpace(source))
        {
            route.Add(ListenerDiagnostics.EmptyName, Places.OfArgument(attribute, 0, "source"), method.Name, "source");
        }

        var name = attribute.NamedArguments.FirstOrDefault(static argument => argument.Key == "Name").Value is { IsNull: false, Value: string text } ? text : null;
        if (name is not null && string.IsNullOrWhiteSpace(name))
        {
            route.Add(ListenerDiagnostics.EmptyName, Places.OfArgument(attribute, int.MaxValue, "Name"), method.Name, "listener");
        }

        var table = texts[texts.Length - 1].Value as string ?? "";
        if (!TableNameParser.TryParse(table, out var schema, out var relation, out var problem))
        {
            route.Add(ListenerDiagnostics.MalformedTable, Places.OfArgument(attribute, texts.Length - 1, "table"), table, problem);
        }

        return route.Any ? null : new Route(source!, schema, relation, name);
    }

    /// <summary>What an attribute says; no name means the default one.</summary>
    internal sealed record Route(string Source, string Schema, string Table, string? Name);
}
