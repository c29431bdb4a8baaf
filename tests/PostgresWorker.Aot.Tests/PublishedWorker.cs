using System.Diagnostics;
using System.Reflection;
using PostgresWorker.Aot;
using PostgresWorker.ThrowAway;

[assembly: AssemblyFixture(typeof(PublishedWorker))]

namespace PostgresWorker.Aot;

/// <summary>The test worker, published with Native AOT once for all tests, as a user would publish it.</summary>
public sealed class PublishedWorker : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pgworker-aot").FullName;

    /// <summary>The native executable.</summary>
    public string Executable => Path.Combine(_folder, "out", "PostgresWorker.TestWorker");

    /// <summary>What the publish printed.</summary>
    public string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var root = typeof(PublishedWorker).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!;

        // Outputs of its own: the solution's are in use by other tests, and AOT's are not theirs.
        string[] arguments =
        [
            "publish", Path.Combine(root, "tests/PostgresWorker.TestWorker"), "-c", "Release", "-f", "net9.0", "--use-current-runtime",
            "-p:NativeAot=true", "--artifacts-path", Path.Combine(_folder, "artifacts"), "-o", Path.Combine(_folder, "out"), "-nodeReuse:false",
            "-p:UseSharedCompilation=false", .. Linker(),
        ];
        (var exitCode, Output) = await RunAsync("dotnet", arguments);
        Assert.True(exitCode == 0, Output);
    }

    /// <summary>Starts it with all its sources on one server; the shapes' are used where <c>Shapes</c> is set.</summary>
    public ThrowAwayProgram Start(ThrowAwayPostgres server, params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__test"] = server.ConnectionString,
            ["ConnectionStrings__shapes"] = server.ConnectionString,
            ["ConnectionStrings__untyped"] = server.ConnectionString,
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__PostgresWorker"] = "Information",
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        return ThrowAwayProgram.Start(Executable, [], Path.GetDirectoryName(Executable)!, environment);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    /// <summary>The SDK asks for clang; gcc links as well.</summary>
    private static string[] Linker() =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "clang"))) ? [] : ["-p:CppCompilerAndLinker=gcc"];

    private static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }
}
