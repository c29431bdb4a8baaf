using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Diagnostics;

/// <summary>Each diagnostic has an id of its own, a page with a link to it, and a test.</summary>
public sealed class DiagnosticPagesTests
{
    private static string Folder => Path.Combine(Golden.Root, "docs", "diagnostics");

    public static TheoryData<string> Ids() => [.. Descriptors.Select(static descriptor => descriptor.Id)];

    private static IEnumerable<DiagnosticDescriptor> Descriptors => Analyzers.All.SelectMany(static analyzer => analyzer.SupportedDiagnostics);

    [Fact]
    public void Ids_are_unique_and_all_constants_are_used() => Assert.Equal(
        typeof(DiagnosticIds).GetFields().Select(static field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        Ids().Select(static row => row.Data).Order(StringComparer.Ordinal));

    [Fact]
    public void No_page_is_of_a_diagnostic_that_is_none() => Assert.Equal(
        Ids().Select(static row => row.Data).Order(StringComparer.Ordinal),
        Directory.GetFiles(Folder, "PGW*.md").Select(static path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_links_to_its_page(string id) => Assert.Equal(
        $"https://github.com/postgresworker/postgresworker/blob/main/docs/diagnostics/{id}.md",
        Descriptors.Single(descriptor => descriptor.Id == id).HelpLinkUri);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_page_says_cause_fix_and_example(string id) => Assert.Equal(
        ["## Cause", "## Fix", "## Example"],
        File.ReadAllLines(Path.Combine(Folder, $"{id}.md")).Where(static line => line.StartsWith("## ", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_a_test_that_names_it(string id)
    {
        var tests = typeof(DiagnosticPagesTests).Assembly.GetType($"PostgresWorker.Generators.Tests.Diagnostics.{id}Tests", throwOnError: true)!;

        Assert.Contains(tests.GetMethods(), static method => method.GetCustomAttributes(typeof(FactAttribute), inherit: false).Length > 0);
        Assert.Contains(
            $"{{|{id}:",
            File.ReadAllText(Path.Combine(Golden.Root, "tests", "PostgresWorker.Generators.Tests", "Diagnostics", $"{id}Tests.cs")),
            StringComparison.Ordinal);
    }
}
