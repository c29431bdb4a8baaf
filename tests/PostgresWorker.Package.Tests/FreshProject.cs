namespace PostgresWorker.Package.Tests;

/// <summary>The folder FreshProject, copied out of the repository, whose projects are built from packages.</summary>
internal sealed class FreshProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postgresworker-fresh-");
    private readonly PackedPackages _packages;

    public FreshProject(PackedPackages packages)
    {
        _packages = packages;
        var origin = Path.Combine(AppContext.BaseDirectory, "FreshProject");
        foreach (var file in Directory.EnumerateFiles(origin, "*", SearchOption.AllDirectories))
        {
            var copy = PathOf(Path.GetRelativePath(origin, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The full path of a file.</summary>
    public string PathOf(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    /// <summary>Builds one of the projects, and those that it refers to.</summary>
    public Task<(int ExitCode, string Output)> BuildAsync(string name) => RunAsync(name, "build", "--configuration", "Release");

    /// <summary>What a project's items of one name are, once it is restored: JSON.</summary>
    public async Task<string> ItemsAsync(string name, string item)
    {
        var (exitCode, output) = await RunAsync(name, "build", "--configuration", "Release", "--no-restore", $"-getItem:{item}");
        Assert.True(exitCode == 0, output);
        return output;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output)> RunAsync(string name, params string[] arguments)
    {
        // Packages of this build go into a folder of their own and not into the user's, which is only read: what is there need not be loaded.
        var cache = await Dotnet.RunAsync(_folder.FullName, "nuget", "locals", "global-packages", "--list");
        return await Dotnet.TryAsync(
            PathOf(name),
            [
                .. arguments,
                $"-p:PostgresWorkerVersion={_packages.Version}",
                $"-p:RestoreAdditionalProjectSources={_packages.Folder}",
                $"-p:RestorePackagesPath={PathOf("packages")}",
                $"-p:RestoreFallbackFolders={cache[(cache.IndexOf(' ', StringComparison.Ordinal) + 1)..]}",
            ]);
    }
}
