using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads which kind of exception a <c>[Retry]</c> is for.</summary>
internal static class RetryExceptionParser
{
    private const string Name = "On";

    /// <summary>The type; null where the rule is for all, or what it is for is wrong.</summary>
    public static ITypeSymbol? Parse(AttributeData attribute, IMethodSymbol method, Compilation compilation, Findings findings)
    {
        if (attribute.Named(Name) is not { Kind: TypedConstantKind.Type, Value: ITypeSymbol type })
        {
            return null;
        }

        var place = Places.OfArgument(attribute, int.MaxValue, Name);
        if (type.TypeKind == TypeKind.Error)
        {
            findings.LeaveToCompiler();
            return null;
        }

        if (Misfit(type, compilation) is { } misfit)
        {
            findings.Add(PolicyDiagnostics.NotAnException, place, method.Name, type.ToText(), misfit);
            return null;
        }

        if (Senseless(type) is { } reason)
        {
            findings.Add(PolicyDiagnostics.SenselessException, place, method.Name, type.ToText(), reason);
        }

        return type;
    }

    private static string? Misfit(ITypeSymbol type, Compilation compilation)
    {
        if (type is not INamedTypeSymbol named || !IsException(named))
        {
            return "it is no exception";
        }

        return NamedTypeRules.Misfit(named, compilation);
    }

    private static bool IsException(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (level.Is("System", "Exception"))
            {
                return true;
            }
        }

        return false;
    }

    // A cancellation by somebody else's token is a failure as any other, so this is not wrong; but it is nearly always meant for what it does not do.
    private static string? Senseless(ITypeSymbol type) => type switch
    {
        _ when type.Is("System", "OperationCanceledException") =>
            "but the worker's own cancellation is no failure, and a listener that is cancelled by its timeout fails with ListenerTimeoutException; name that one, or what else cancels, such as TaskCanceledException of an HttpClient",
        _ when type.Is("PostgresWorker", "DiscardException") => "which ends the attempts at once, so the rule is never asked; remove it",
        _ => null,
    };
}
