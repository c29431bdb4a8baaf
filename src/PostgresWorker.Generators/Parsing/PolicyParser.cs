using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads what a method says of its calls, whatever it listens to.</summary>
internal static class PolicyParser
{
    private const int Infinite = -1, Day = 86_400_000;

    public static PolicyModel Parse(IMethodSymbol method, Compilation compilation, Findings findings) => new(
        RetryParser.Parse(method, compilation, findings).ToEquatableArray(),
        Timeout(method, findings),
        FilterParser.Parse(method, compilation, findings).ToEquatableArray());

    /// <summary>The attributes that mean nothing on a method that is no listener.</summary>
    public static IEnumerable<AttributeData> Attributes(IMethodSymbol method) => method.GetAttributes().Where(static attribute =>
        attribute.AttributeClass.Is("PostgresWorker", "RetryAttribute") ||
        attribute.AttributeClass.Is("PostgresWorker", "TimeoutAttribute") ||
        FilterParser.Is(attribute));

    /// <summary>The attribute as it is written.</summary>
    public static string NameOf(AttributeData attribute) => attribute.AttributeClass!.Name.Replace("Attribute", "");

    private static int Timeout(IMethodSymbol method, Findings findings)
    {
        if (method.Attribute("PostgresWorker", "TimeoutAttribute") is not { } attribute)
        {
            return 0;
        }

        if (attribute.ConstructorArguments.FirstOrDefault() is not { Kind: TypedConstantKind.Primitive, Value: int milliseconds })
        {
            // The compiler has said what is wrong.
            findings.LeaveToCompiler();
            return 0;
        }

        if (milliseconds is not Infinite and (< 1 or > Day))
        {
            findings.Add(PolicyDiagnostics.TimeoutLimits, Places.OfArgument(attribute, 0, "milliseconds"), method.Name, milliseconds, Day);
        }

        return milliseconds;
    }
}
