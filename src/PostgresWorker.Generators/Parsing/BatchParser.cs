using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Model;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Reads what a method says about batches: its first parameter's type, and <c>[Batch]</c>.</summary>
internal static class BatchParser
{
    private const int DefaultMaxSize = 100, DefaultMaxWait = 100, LargestSize = 100_000, LongestWait = 60_000;

    /// <summary>What <c>IReadOnlyList</c> is of; null where the type is another.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) =>
        type is INamedTypeSymbol named && named.Is("System.Collections.Generic", "IReadOnlyList`1") ? named.TypeArguments[0] : null;

    /// <summary>Whether the type is some other collection of changes.</summary>
    public static bool IsOtherCollection(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsRowChange(array.ElementType),
        INamedTypeSymbol { TypeArguments.Length: 1 } named when ElementOf(named) is null && IsEnumerable(named) => IsRowChange(named.TypeArguments[0]),
        _ => false,
    };

    private static bool IsEnumerable(INamedTypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T ||
        type.AllInterfaces.Any(static implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable);

    public static bool IsRowChange(ITypeSymbol type) => ChangeParameterParser.KindOf(type) is { } kind && kind.IsRow();

    /// <summary>The limits; null where the listener takes no batches.</summary>
    public static BatchModel? Parse(IMethodSymbol method, Findings findings)
    {
        var attribute = method.Attribute("PostgresWorker", "BatchAttribute");
        if (method.Parameters.Length == 0 || ElementOf(method.Parameters[0].Type) is null)
        {
            if (attribute is not null && method.Parameters.Length > 0 && ChangeParameterParser.KindOf(method.Parameters[0].Type) is not null)
            {
                findings.Add(ShapeDiagnostics.NotABatch, Places.Of(attribute), method.Name, method.Parameters[0].Type.ToText());
            }

            return null;
        }

        foreach (var context in method.Parameters.Where(static parameter => parameter.Type.Is("PostgresWorker", "ChangeContext")))
        {
            findings.Add(ShapeDiagnostics.BatchContext, Places.OfType(context), method.Name, context.Name);
        }

        return attribute is null ? new BatchModel(DefaultMaxSize, DefaultMaxWait) : Limits(attribute, method, findings);
    }

    private static BatchModel Limits(AttributeData attribute, IMethodSymbol method, Findings findings)
    {
        var limits = attribute.ConstructorArguments;
        if (limits.Length != 2 || limits[0].Value is not int size || limits[1].Value is not int wait)
        {
            // The compiler has said what is wrong.
            findings.LeaveToCompiler();
            return new BatchModel(DefaultMaxSize, DefaultMaxWait);
        }

        Check("maxSize", size, 1, LargestSize, 0);
        Check("maxWaitMilliseconds", wait, 0, LongestWait, 1);
        return new BatchModel(size, wait);

        void Check(string name, int value, int least, int most, int position)
        {
            if (value < least || value > most)
            {
                findings.Add(ShapeDiagnostics.BatchLimits, Places.OfArgument(attribute, position, name), name, method.Name, value, least, most);
            }
        }
    }
}
