using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Fixes;

/// <summary>Each fix can be found by an editor, mends a diagnostic that there is, and has a test for each that it mends.</summary>
public sealed class FixProvidersTests
{
    public static TheoryData<string, string> Fixes() =>
        [.. FixProviders.All.SelectMany(static fix => fix.FixableDiagnosticIds.Select(id => (fix.GetType().Name, id)))];

    [Fact]
    public void There_are_fixes() => Assert.True(FixProviders.All.Count > 10);

    [Theory]
    [MemberData(nameof(Fixes))]
    public void It_mends_what_an_analyzer_says(string fix, string id) => Assert.Single(
        Analyzers.All.SelectMany(static analyzer => analyzer.SupportedDiagnostics),
        descriptor => descriptor.Id == id && fix.Length > 0);

    [Theory]
    [MemberData(nameof(Fixes))]
    public void It_is_exported_and_mends_all_at_once(string fix, string id)
    {
        var provider = FixProviders.All.Single(provider => provider.GetType().Name == fix);
        var export = Assert.Single(provider.GetType().GetCustomAttributes(typeof(ExportCodeFixProviderAttribute), inherit: false).Cast<ExportCodeFixProviderAttribute>());

        Assert.Equal([LanguageNames.CSharp], export.Languages);
        Assert.Contains(id, provider.GetFixAllProvider()!.GetSupportedFixAllDiagnosticIds(provider));
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public void It_has_a_test_that_marks_what_it_mends(string fix, string id) => Assert.Contains(
        $"{{|{id}:",
        File.ReadAllText(Path.Combine(Golden.Root, "tests", "PostgresWorker.Generators.Tests", "Fixes", $"{fix}Tests.cs")),
        StringComparison.Ordinal);
}
