using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>From an annotated method to its routes: the generator's and the analyzer's one truth about what a listener is.</summary>
internal static class ListenerParser
{
    public static MethodModel Parse(IMethodSymbol method, Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        var findings = new Findings(compilation, report, Places.Of(method));
        if (!MethodRules.IsOrdinary(method, findings))
        {
            return MethodModel.Empty;
        }

        if (MessageListenerParser.Attributes(method).FirstOrDefault() is { } other)
        {
            findings.Add(MessageDiagnostics.BothAttributes, Places.Of(other), method.Name);
            return MethodModel.Empty;
        }

        MethodRules.Check(method, findings);
        var returns = MethodRules.Returns(method, compilation, findings);
        var arguments = ArgumentParser.Parse(method, findings);
        cancellation.ThrowIfCancellationRequested();
        var (change, row) = ChangeParameterParser.Parse(method, compilation, findings);
        cancellation.ThrowIfCancellationRequested();

        var batch = BatchParser.Parse(method, findings);
        var policy = PolicyParser.Parse(method, compilation, findings);
        var routes = Attributes(method)
            .Select((attribute, index) => (
                Route: RouteParser.Parse(attribute, method, findings),
                Settings: change is null ? null : RouteSettingsParser.Parse(attribute, method, change, row, findings),
                Index: index))
            .Where(static route => route is { Route: not null, Settings: not null })
            .ToList();
        if (findings.Any || change is null || routes.Count == 0)
        {
            return MethodModel.Empty;
        }

        var target = TargetParser.Parse(method, returns, change, arguments, batch, policy);
        var warnings = NamedWarnings.Of([method]);
        var listeners = routes.Select(route => new ListenerModel(
            route.Route!.Source,
            route.Route.Schema,
            route.Route.Table,
            route.Route.Name ?? TargetParser.DefaultName(method),
            target,
            route.Settings!,
            route.Index)
        {
            Warnings = warnings,
        });
        return new MethodModel(listeners.ToEquatableArray(), row);
    }

    public static IEnumerable<AttributeData> Attributes(IMethodSymbol method) =>
        method.GetAttributes().Where(static attribute => attribute.AttributeClass.Is("PostgresWorker", "PostgresListenerAttribute"));
}
