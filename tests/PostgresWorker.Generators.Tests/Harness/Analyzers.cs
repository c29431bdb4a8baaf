using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Every analyzer that the package brings, found as the compiler finds them.</summary>
internal static class Analyzers
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. typeof(WorkerGenerator).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .OrderBy(static type => type.FullName, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];
}
