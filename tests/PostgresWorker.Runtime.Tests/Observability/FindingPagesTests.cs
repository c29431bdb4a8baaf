using System.Text.RegularExpressions;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Observability;

/// <summary>Who is told a finding finds its code in the documentation.</summary>
public sealed partial class FindingPagesTests
{
    [Fact]
    public void Every_code_of_a_finding_is_explained()
    {
        var root = Repository.Root;
        var codes = Directory.EnumerateFiles(Path.Combine(root, "src/PostgresWorker.Runtime"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Codes().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["code"].Value)
            .ToHashSet(StringComparer.Ordinal);

        // Of each way in which one is written.
        Assert.Superset(new HashSet<string>(["wal_level", "slot_moved", "store_schema", "outbox_version", "outbox_trigger", "outbox_function", "dead_letter_store"], StringComparer.Ordinal), codes);
        Assert.Equal(codes.Order(StringComparer.Ordinal), Entries().Select(entry => entry.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_says_what_it_means_how_to_look_how_to_mend_it_and_what_happens_meanwhile() => Assert.All(Entries(), entry =>
    {
        Assert.Matches(@"^[A-Z`].+\.$", entry.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0]);
        var places = Array.ConvertAll(["**Look** ", "**Mend** ", "**Meanwhile** "], label => entry.Text.Replace("**Look**\n", "**Look** \n", StringComparison.Ordinal).IndexOf(label, StringComparison.Ordinal));
        Assert.True(places[0] > 0 && places[1] > places[0] && places[2] > places[1], entry.Code);
    });

    [Fact]
    public void A_finding_leads_to_its_entry_and_the_log_to_the_page()
    {
        var finding = new Finding("slot_moved", "It stands elsewhere.");
        Assert.Equal("https://github.com/postgresworker/postgresworker/blob/main/docs/findings.md#slot_moved", finding.HelpLink);
        var error = new PostgresWorkerConfigurationException("shop", [finding]);
        Assert.EndsWith($"{Finding.Page} explains each code.", error.Report, StringComparison.Ordinal);
        Assert.DoesNotContain(Finding.Page, error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Code, string Text)> Entries() =>
        Entry().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/findings.md"))).Select(entry => (entry.Groups["code"].Value, entry.Groups["text"].Value));

    [GeneratedRegex("""(?:(?:Finding|OutboxStep)(?:\?)?\(\s*|(?:OutboxStep|Finding)\b[^;\n]*=> new\(\s*|Code = )"(?<code>[a-z_]+)"|"(?<code>(?:slot|outbox|store|publication)_[a-z_]+)",\s*\$?"[A-Z]|\n\s+"(?<code>[a-z]+_[a-z]+)"\);""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Codes();

    [GeneratedRegex(@"^### `(?<code>[a-z_]+)`[^\n]*\n(?<text>.+?)(?=^##|\z)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Entry();
}
