using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>From an annotated method to its routes: the generator's and the analyzer's one truth about what a listener is.</summary>
internal static class ListenerParser
{
    /// <summary>How the attribute may be written, its namespace left out.</summary>
    public static IReadOnlyList<string> AttributeNames { get; } = ["PostgresListener", "PostgresListenerAttribute"];

    public static MethodModel Parse(IMethodSymbol method, Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        var findings = new Findings(compilation, report, Places.Of(method));
        if (!MethodRules.IsOrdinary(method, findings))
        {
            return MethodModel.Empty;
        }

        MethodRules.Check(method, findings);
        var returns = MethodRules.Returns(method, compilation, findings);
        var arguments = ArgumentParser.Parse(method, findings);
        cancellation.ThrowIfCancellationRequested();
        var (change, row) = ChangeParameterParser.Parse(method, compilation, findings);
        cancellation.ThrowIfCancellationRequested();

        var routes = Attributes(method)
            .Select(attribute => RouteParser.Parse(attribute, method, findings))
            .OfType<RouteParser.Route>()
            .ToList();
        if (findings.Any || change is null || routes.Count == 0)
        {
            return MethodModel.Empty;
        }

        var path = string.Join(".", method.ContainingType.Nesting().Select(static type => type.Name));
        var target = new TargetModel(
            $"{method.ContainingType.ToText()}.{method.Name}",
            method.ContainingType.ToCode(),
            Symbols.Escape(method.Name),
            method.IsStatic,
            returns,
            change,
            arguments);
        var listeners = routes.Select(route => new ListenerModel(route.Source, route.Schema, route.Table, route.Name ?? $"{path}.{method.Name}", target));
        return new MethodModel(listeners.ToEquatableArray(), row);
    }

    public static IEnumerable<AttributeData> Attributes(IMethodSymbol method) =>
        method.GetAttributes().Where(static attribute => attribute.AttributeClass.Is("PostgresWorker", "PostgresListenerAttribute"));
}
