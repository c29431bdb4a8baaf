using Microsoft.CodeAnalysis.Diagnostics;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.Generators.Tests.Harness;

/// <summary>Every analyzer of the generator's assembly, as the compiler finds them.</summary>
internal static class Analyzers
{
    public static IReadOnlyList<DiagnosticAnalyzer> All { get; } =
    [
        .. typeof(ListenerAnalyzer).Assembly.GetTypes()
            .Where(static type => type.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];
}
