using System.Reflection;
using System.Text.RegularExpressions;

namespace PostgresWorker.Tests.Observability;

/// <summary>Who is told a finding finds its code in the documentation.</summary>
public sealed partial class FindingPagesTests
{
    [Fact]
    public void Every_code_of_a_finding_is_explained()
    {
        var root = Root();
        var codes = Directory.EnumerateFiles(Path.Combine(root, "src/PostgresWorker.Runtime"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Codes().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["code"].Value)
            .ToHashSet(StringComparer.Ordinal);

        // Of each way in which one is written.
        Assert.Superset(new HashSet<string>(["wal_level", "slot_moved", "store_schema", "outbox_version", "outbox_trigger", "outbox_function", "dead_letter_store"], StringComparer.Ordinal), codes);
        var pages = File.ReadAllText(Path.Combine(root, "docs/operations.md")) + File.ReadAllText(Path.Combine(root, "docs/outbox.md"));
        Assert.Equal([], codes.Where(code => !pages.Contains($"`{code}`", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static string Root() => typeof(FindingPagesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    [GeneratedRegex("""(?:(?:Finding|OutboxStep)(?:\?)?\(\s*|(?:OutboxStep|Finding)\b[^;\n]*=> new\(\s*|Code = )"(?<code>[a-z_]+)"|"(?<code>(?:slot|outbox|store|publication)_[a-z_]+)",\s*\$?"[A-Z]|\n\s+"(?<code>[a-z]+_[a-z]+)"\);""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Codes();
}
