using System.Text.RegularExpressions;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Observability;

/// <summary>What docs/guarantees.md names as proof is there.</summary>
public sealed partial class GuaranteesPageTests
{
    [Fact]
    public void Every_test_that_holds_a_promise_exists()
    {
        var root = Repository.Root;
        var promises = File.ReadLines(Path.Combine(root, "docs/guarantees.md")).Where(line => Promise().IsMatch(line)).ToArray();
        Assert.True(promises.Length >= 13, "Promises are missing.");
        var classes = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.Ordinal);
        foreach (var promise in promises)
        {
            var named = Named().Matches(promise.Split('|')[^2]).Select(match => match.Groups["name"].Value).ToArray();
            Assert.NotEmpty(named);
            Assert.Equal([], named.Where(name => !classes.Contains(name)));
        }
    }

    [GeneratedRegex(@"^\| \d+ \|", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Promise();

    [GeneratedRegex("`(?<name>[A-Za-z]+Tests)`", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Named();
}
