using Microsoft.CodeAnalysis;
using PostgresWorker.Generators.Diagnostics;
using PostgresWorker.Generators.Tests.Fixes;
using PostgresWorker.Generators.Tests.Harness;

namespace PostgresWorker.Generators.Tests.Diagnostics;

/// <summary>Each diagnostic of each analyzer has an id of its own, a page with a link to it, a line in the index and in the release file, and a test.</summary>
public sealed class DiagnosticPagesTests
{
    private static string Folder => Path.Combine(Golden.Root, "docs", "diagnostics");

    public static TheoryData<string> Ids() => [.. Descriptors.Select(static descriptor => descriptor.Id)];

    private static IEnumerable<DiagnosticDescriptor> Descriptors => Analyzers.All.SelectMany(static analyzer => analyzer.SupportedDiagnostics);

    [Fact]
    public void There_are_analyzers() => Assert.True(Analyzers.All.Length >= 2);

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
        Of(id).HelpLinkUri);

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_page_says_cause_fix_and_example(string id)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, $"{id}.md"));

        Assert.StartsWith($"# {id}: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(["## Cause", "## Fix", "## Example"], lines.Where(static line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_index_has_its_rule_its_severity_and_whether_there_is_a_fix(string id) => Assert.Single(
        File.ReadAllLines(Path.Combine(Folder, "README.md")),
        $"| [{id}]({id}.md) | {Of(id).Title} | {Severity(Of(id))} | {(FixProviders.Ids.Contains(id) ? "yes" : "")} |");

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_release_file_has_it(string id) => Assert.Single(
        File.ReadAllLines(Path.Combine(Golden.Root, "src", "PostgresWorker.Generators", "AnalyzerReleases.Unshipped.md"))
            .Concat(File.ReadAllLines(Path.Combine(Golden.Root, "src", "PostgresWorker.Generators", "AnalyzerReleases.Shipped.md"))),
        $"{id} | {Of(id).Category} | {Of(id).DefaultSeverity} | {Of(id).Title}");

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_message_is_one_sentence_that_names_a_thing(string id)
    {
        var message = Of(id).MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.Contains("{0}", message, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[.!?]\s+\p{Lu}|[\n\r]|[.!?]$", message);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_a_test_that_names_it(string id)
    {
        var tests = typeof(DiagnosticPagesTests).Assembly.GetType($"PostgresWorker.Generators.Tests.Diagnostics.{id}Tests", throwOnError: true)!;

        Assert.Contains(tests.GetMethods(), static method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0);
        Assert.Contains(
            $"{{|{id}:",
            File.ReadAllText(Path.Combine(Golden.Root, "tests", "PostgresWorker.Generators.Tests", "Diagnostics", $"{id}Tests.cs")),
            StringComparison.Ordinal);
    }

    private static DiagnosticDescriptor Of(string id) => Descriptors.Single(descriptor => descriptor.Id == id);

    private static string Severity(DiagnosticDescriptor descriptor) => descriptor.DefaultSeverity switch
    {
        DiagnosticSeverity.Info => "suggestion",
        var severity => severity.ToString().ToLowerInvariant(),
    };
}
