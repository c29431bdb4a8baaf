using System.Xml.Linq;

namespace PostgresWorker.Package.Tests;

public sealed class PackageContentTests(PackedPackages packages)
{
    [Theory]
    [InlineData("PostgresWorker", "PostgresWorker.Runtime")]
    [InlineData("PostgresWorker.Abstractions", "PostgresWorker.Abstractions")]
    public async Task A_package_holds_its_library_and_its_documentation_for_each_framework(string package, string assembly)
    {
        var entries = await packages.EntriesAsync(package);

        foreach (var framework in new[] { "net9.0", "net10.0" })
        {
            Assert.Contains($"lib/{framework}/{assembly}.dll", entries);
            Assert.Contains($"lib/{framework}/{assembly}.xml", entries);
        }
    }

    [Theory]
    [InlineData("PostgresWorker", "PostgresWorker.Runtime")]
    [InlineData("PostgresWorker.Abstractions", "PostgresWorker.Abstractions")]
    public async Task Symbols_are_in_a_package_of_their_own(string package, string assembly)
    {
        var entries = await packages.EntriesAsync(package, "snupkg");

        Assert.Contains($"lib/net9.0/{assembly}.pdb", entries);
        Assert.Contains($"lib/net10.0/{assembly}.pdb", entries);
    }

    [Theory]
    [InlineData("PostgresWorker")]
    [InlineData("PostgresWorker.Abstractions")]
    public async Task The_manifest_names_licence_readme_and_commit(string package)
    {
        var manifest = XDocument.Parse(await packages.ManifestAsync(package));
        string? Text(string name) => manifest.Descendants().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal("Apache-2.0", Text("license"));
        Assert.Equal("README.md", Text("readme"));
        Assert.Contains("README.md", await packages.EntriesAsync(package));
        Assert.NotEmpty(Text("description")!);

        Assert.SkipUnless(Path.Exists(Path.Combine(Dotnet.RepositoryRoot, ".git")), "Outside of a git repository there is no commit to name.");
        var repository = manifest.Descendants().Single(element => element.Name.LocalName == "repository");
        Assert.Equal("git", repository.Attribute("type")?.Value);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")?.Value ?? "");
    }

    [Fact]
    public async Task The_abstractions_carry_the_generator_and_the_code_fixes()
    {
        var analyzers = from entry in await packages.EntriesAsync("PostgresWorker.Abstractions")
                        where entry.StartsWith("analyzers/", StringComparison.Ordinal)
                        orderby entry
                        select entry;

        Assert.Equal(["analyzers/dotnet/cs/PostgresWorker.CodeFixes.dll", "analyzers/dotnet/cs/PostgresWorker.Generators.dll"], analyzers);
    }

    [Fact]
    public async Task The_schema_of_the_settings_is_packed_and_named_to_editors()
    {
        var entries = await packages.EntriesAsync("PostgresWorker");

        Assert.Contains("ConfigurationSchema.json", entries);
        Assert.Contains("buildTransitive/PostgresWorker.targets", entries);
    }

    [Fact]
    public async Task The_generators_compiler_is_nobodys_dependency()
    {
        foreach (var package in new[] { "PostgresWorker", "PostgresWorker.Abstractions" })
        {
            Assert.DoesNotContain("Microsoft.CodeAnalysis", await packages.ManifestAsync(package), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_takes_the_runtime_gets_the_generator_too()
    {
        var manifest = XDocument.Parse(await packages.ManifestAsync("PostgresWorker"));
        var dependencies = manifest.Descendants().Where(element => element.Attribute("id")?.Value is "PostgresWorker.Abstractions").ToArray();

        Assert.Equal(2, dependencies.Length);
        Assert.All(dependencies, dependency =>
        {
            Assert.Equal(packages.Version, dependency.Attribute("version")?.Value.Trim('[', ']'));
            Assert.DoesNotContain("Analyzers", dependency.Attribute("exclude")?.Value ?? "", StringComparison.Ordinal);
        });
    }
}
