using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>From a method that is annotated with <c>[PostgresMessage]</c> to its routes; the counterpart of <see cref="ListenerParser"/>.</summary>
internal static class MessageListenerParser
{
    public static MethodModel Parse(IMethodSymbol method, Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        var findings = new Findings(compilation, report, Places.Of(method));
        if (!MethodRules.IsOrdinary(method, findings) || ListenerParser.Attributes(method).Any())
        {
            // What has both attributes is the other parser's.
            return MethodModel.Empty;
        }

        MethodRules.Check(method, findings);
        var returns = MethodRules.Returns(method, compilation, findings);
        var arguments = ArgumentParser.Parse(method, findings);
        cancellation.ThrowIfCancellationRequested();
        var message = MessageParameterParser.Parse(method, findings);
        var policy = PolicyParser.Parse(method, compilation, findings);
        var routes = Attributes(method)
            .Select((attribute, index) => (Route: MessageRouteParser.Parse(attribute, method, compilation, findings), Index: index))
            .Where(static route => route.Route is not null)
            .ToList();
        if (findings.Any || message is null)
        {
            return MethodModel.Empty;
        }

        var target = TargetParser.Parse(method, returns, message.Parameter, arguments, batch: null, policy);
        var warnings = NamedWarnings.Of([method]);
        var listeners = routes.Select(route => new ListenerModel(
            route.Route!.Source,
            "",
            route.Route.Prefix,
            route.Route.Name ?? TargetParser.DefaultName(method),
            target,
            RouteSettingsModel.None,
            route.Index)
        {
            Message = new MessageModel(message.Parameter.RowType, route.Route.Json, message.IsNullable),
            Warnings = warnings,
        });
        return new MethodModel(listeners.ToEquatableArray(), Row: null);
    }

    public static IEnumerable<AttributeData> Attributes(IMethodSymbol method) =>
        method.GetAttributes().Where(static attribute => attribute.AttributeClass.Is("PostgresWorker", "PostgresMessageAttribute"));
}
