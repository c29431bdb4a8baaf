namespace PostgresWorker.Package.Tests;

/// <summary>The folder FreshProject, copied out of the repository and built from packages.</summary>
internal sealed class FreshProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postgresworker-fresh-");

    private FreshProject()
    {
    }

    /// <summary>The built program.</summary>
    public string Assembly => Path.Combine(_folder.FullName, "bin", "Release", "net10.0", "Fresh.dll");

    public static async Task<FreshProject> BuildAsync(PackedPackages packages)
    {
        var project = new FreshProject();
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "FreshProject")))
            {
                File.Copy(file, Path.Combine(project._folder.FullName, Path.GetFileName(file)));
            }

            // Packages of this build go into a folder of their own and not into the user's, which is only read: what is there need not be loaded.
            var cache = await Dotnet.RunAsync(project._folder.FullName, "nuget", "locals", "global-packages", "--list");
            await Dotnet.RunAsync(
                project._folder.FullName,
                "build",
                "--configuration", "Release",
                $"-p:PostgresWorkerVersion={packages.Version}",
                $"-p:RestoreAdditionalProjectSources={packages.Folder}",
                $"-p:RestorePackagesPath={Path.Combine(project._folder.FullName, "packages")}",
                $"-p:RestoreFallbackFolders={cache[(cache.IndexOf(' ', StringComparison.Ordinal) + 1)..]}");
            return project;
        }
        catch
        {
            project.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
