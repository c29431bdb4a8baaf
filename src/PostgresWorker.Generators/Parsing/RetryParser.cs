using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads a method's <c>[Retry]</c>s.</summary>
internal static class RetryParser
{
    private const int MostAttempts = 100_000, Day = 86_400_000;

    public static List<RetryRuleModel> Parse(IMethodSymbol method, Compilation compilation, Findings findings)
    {
        List<RetryRuleModel> rules = [];
        foreach (var attribute in method.GetAttributes().Where(static attribute => attribute.AttributeClass.Is("PostgresWorker", "RetryAttribute")))
        {
            var on = RetryExceptionParser.Parse(attribute, method, compilation, findings);
            if (rules.Exists(rule => rule.On == on?.ToCode()))
            {
                findings.Add(PolicyDiagnostics.SameException, Places.Of(attribute), method.Name, on?.ToText() ?? "all exceptions");
            }

            rules.Add(Rule(attribute, on, method, findings));
        }

        return rules;
    }

    private static RetryRuleModel Rule(AttributeData attribute, ITypeSymbol? on, IMethodSymbol method, Findings findings)
    {
        var min = Number("MinDelayMilliseconds", Day);
        var max = Number("MaxDelayMilliseconds", Day);
        if (min > 0 && max > 0 && min > max)
        {
            findings.Add(PolicyDiagnostics.RetryDelays, Places.OfArgument(attribute, int.MaxValue, "MaxDelayMilliseconds"), method.Name, max, min);
        }

        return new RetryRuleModel(on?.ToCode(), Number("MaxAttempts", MostAttempts), min, max, Exhausted(attribute, method, findings));

        int Number(string name, int most)
        {
            if (attribute.Named(name) is not { Value: int value })
            {
                return 0;
            }

            if (value < 1 || value > most)
            {
                findings.Add(PolicyDiagnostics.RetryLimits, Places.OfArgument(attribute, int.MaxValue, name), name, method.Name, value, $"from 1 to {most}");
            }

            return value;
        }
    }

    private static string? Exhausted(AttributeData attribute, IMethodSymbol method, Findings findings)
    {
        const string Name = "OnExhausted";
        if (attribute.Named(Name) is not { Kind: TypedConstantKind.Enum, Type: { } type, Value: { } value })
        {
            return null;
        }

        var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && value.Equals(field.ConstantValue))?.Name;
        if (member is null)
        {
            findings.Add(PolicyDiagnostics.RetryLimits, Places.OfArgument(attribute, int.MaxValue, Name), Name, method.Name, value, "DeadLetter, Park or Halt");
        }

        return member;
    }
}
