using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>How generated code calls the method, and how people do.</summary>
internal static class TargetParser
{
    public static TargetModel Parse(IMethodSymbol method, ReturnKind returns, ChangeParameterModel change, EquatableArray<ArgumentModel> arguments, BatchModel? batch, PolicyModel policy) => new(
        $"{method.ContainingType.ToText()}.{method.Name}",
        method.ContainingType.ToCode(),
        Symbols.Escape(method.Name),
        method.IsStatic,
        returns,
        change,
        arguments,
        batch,
        policy);

    /// <summary>The listener's name where its attribute gives none: <c>Class.Method</c>.</summary>
    public static string DefaultName(IMethodSymbol method) =>
        $"{string.Join(".", method.ContainingType.Nesting().Select(static type => type.Name))}.{method.Name}";
}
