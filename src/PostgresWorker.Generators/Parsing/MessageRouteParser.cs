using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads one <c>[PostgresMessage]</c>.</summary>
internal static class MessageRouteParser
{
    private const string DefaultSource = "default";

    public static Route? Parse(AttributeData attribute, IMethodSymbol method, Compilation compilation, Findings findings)
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

        var name = Named(attribute, "Name") is { IsNull: false, Value: string text } ? text : null;
        if (name is not null && string.IsNullOrWhiteSpace(name))
        {
            route.Add(ListenerDiagnostics.EmptyName, Places.OfArgument(attribute, int.MaxValue, "Name"), method.Name, "listener");
        }

        var prefix = texts[texts.Length - 1].Value as string;
        if (string.IsNullOrEmpty(prefix))
        {
            route.Add(MessageDiagnostics.EmptyPrefix, Places.OfArgument(attribute, texts.Length - 1, "prefix"), method.Name);
        }

        var json = MessageParameterParser.ValueOf(method) is { } value ? JsonContextParser.Parse(attribute, value, method, compilation, route) : null;
        return route.Any ? null : new Route(source!, prefix!, name, json);
    }

    public static TypedConstant Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;

    /// <summary>What an attribute says; no name means the default one.</summary>
    internal sealed record Route(string Source, string Prefix, string? Name, string? Json);
}
