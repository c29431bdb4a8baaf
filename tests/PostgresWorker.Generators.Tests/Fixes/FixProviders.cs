using Microsoft.CodeAnalysis.CodeFixes;
using PostgresWorker.CodeFixes;

namespace PostgresWorker.Generators.Tests.Fixes;

/// <summary>Every code fix that the package brings, found as an editor finds them.</summary>
internal static class FixProviders
{
    public static IReadOnlyList<CodeFixProvider> All { get; } =
    [
        .. typeof(AsyncVoidFix).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    public static IReadOnlySet<string> Ids { get; } = All.SelectMany(static fix => fix.FixableDiagnosticIds).ToHashSet(StringComparer.Ordinal);
}
