using System.Globalization;
using System.IO.Compression;
using PostgresWorker.Package.Tests;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace PostgresWorker.Package.Tests;

/// <summary>The packages of src, packed once for all tests, with a version that no cache knows.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postgresworker-packages-");

    /// <summary>The version of the packages.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.1.0-test.{TimeProvider.System.GetUtcNow().Ticks}");

    /// <summary>The folder that holds the packages.</summary>
    public string Folder => Path.Combine(_folder.FullName, "packages");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        foreach (var project in new[] { "PostgresWorker.Abstractions", "PostgresWorker.Runtime" })
        {
            // Everything that is built on the way lands in the temporary folder: the repository's own output stays as it is.
            await Dotnet.RunAsync(
                Dotnet.RepositoryRoot,
                "pack",
                Path.Combine("src", project),
                "--configuration", "Release",
                "--artifacts-path", Path.Combine(_folder.FullName, "artifacts"),
                "--output", Folder,
                $"-p:Version={Version}",
                "-p:ContinuousIntegrationBuild=true");
        }
    }

    /// <summary>The paths of what is in a package, with slashes.</summary>
    public async Task<string[]> EntriesAsync(string package, string extension = "nupkg")
    {
        await using var archive = await OpenAsync(package, extension);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>A package's manifest.</summary>
    public async Task<string> ManifestAsync(string package)
    {
        await using var archive = await OpenAsync(package, "nupkg");
        await using var manifest = await archive.GetEntry($"{package}.nuspec")!.OpenAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(manifest);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }

    private Task<ZipArchive> OpenAsync(string package, string extension) =>
        ZipFile.OpenReadAsync(Path.Combine(Folder, $"{package}.{Version}.{extension}"), TestContext.Current.CancellationToken);
}
