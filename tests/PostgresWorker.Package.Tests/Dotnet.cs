using System.Diagnostics;
using System.Reflection;

namespace PostgresWorker.Package.Tests;

/// <summary>The dotnet command, run to its end.</summary>
internal static class Dotnet
{
    public static string RepositoryRoot { get; } = typeof(Dotnet).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key is "RepositoryRoot")
        .Value!;

    /// <summary>Runs it; fails with its output where its exit code is not 0.</summary>
    public static async Task<string> RunAsync(string workingDirectory, params string[] arguments)
    {
        var (exitCode, output) = await TryAsync(workingDirectory, arguments);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with exit code {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Runs it, however it ends.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(string workingDirectory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment =
            {
                // No build server outlives the test, and the one that runs the test lends nothing to it.
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
                ["UseSharedCompilation"] = "false",
            },
        };
        foreach (var name in start.Environment.Keys.Where(name => name is "MSBuildSDKsPath" or "MSBuildExtensionsPath" or "MSBUILD_EXE_PATH").ToArray())
        {
            start.Environment.Remove(name);
        }

        using var dotnet = Process.Start(start)!;
        var ct = TestContext.Current.CancellationToken;
        try
        {
            var output = await Task.WhenAll(dotnet.StandardOutput.ReadToEndAsync(ct), dotnet.StandardError.ReadToEndAsync(ct));
            await dotnet.WaitForExitAsync(ct);
            return (dotnet.ExitCode, string.Concat(output).Trim());
        }
        finally
        {
            if (!dotnet.HasExited)
            {
                dotnet.Kill(entireProcessTree: true);
            }
        }
    }
}
