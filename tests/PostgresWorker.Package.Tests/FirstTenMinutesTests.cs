using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Package.Tests;

/// <summary>docs/first-ten-minutes.md, replayed in an empty folder with the packed packages.</summary>
public sealed class FirstTenMinutesTests(PackedPackages packages) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postgresworker-ten-minutes-");
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal) { ["DOTNET_NOLOGO"] = "1" };
    private string _server = "";
    private int _lastExit;

    private string Folder => Path.Combine(_folder.FullName, "shop-worker");

    [Fact]
    public async Task Each_command_says_what_the_page_says()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(8));
        var ct = deadline.Token;
        await using var server = await ThrowAwayPostgres.StartAsync(ct: ct);
        var programs = (await PostgresSearch.FindAsync(null, null, ct)).Directory;
        Assert.SkipUnless(File.Exists(Path.Combine(programs, "psql")), "This server comes without psql.");
        await PrepareAsync(server, programs, ct);

        var steps = Transcript.Read(await File.ReadAllTextAsync(Path.Combine(Dotnet.RepositoryRoot, "docs", "first-ten-minutes.md"), ct)).ToArray();
        Assert.True(steps.Length >= 15, $"The page has {steps.Length} steps only.");
        ThrowAwayProgram? worker = null;
        var said = "";
        try
        {
            foreach (var step in steps)
            {
                switch (step)
                {
                    case FileStep file:
                        await File.WriteAllTextAsync(Path.Combine(Folder, file.Name), file.Text.Replace("Include=\"PostgresWorker\" Version=\"0.1.0\"", $"Include=\"PostgresWorker\" Version=\"{packages.Version}\"", StringComparison.Ordinal), ct);
                        break;
                    case CommandStep command:
                        var output = await RunAsync(command.Command, ct);
                        Assert.Matches(Transcript.Pattern(command.Output, isWhole: true), output);
                        break;
                    case WorkerStep { Command: { } start } begun:
                        (worker, said) = (Start(start), begun.Output);
                        await SaysAsync(worker, said, ct);
                        break;
                    case WorkerStep { IsEnd: false } more:
                        said += more.Output;
                        await SaysAsync(worker!, said, ct);
                        break;
                    case WorkerStep end:
                        Assert.Equal(0, await worker!.StopAsync(ct));
                        Assert.Matches(Transcript.Pattern(said + end.Output, isWhole: true), Text(worker));
                        await worker.DisposeAsync();
                        worker = null;
                        break;
                }
            }
        }
        finally
        {
            await (worker?.DisposeAsync() ?? default);
        }
    }

    [Fact]
    public void What_a_page_does_not_say_is_seen()
    {
        var pattern = Transcript.Pattern("a … c\n…\nlast\n", isWhole: true);
        Assert.Matches(pattern, "a b c\nbetween\nlast\n");
        Assert.DoesNotMatch(pattern, "a b d\nlast\n");
        Assert.DoesNotMatch(pattern, "a b c\nlast\nmore\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>What is not the newcomer's: a server, its programs in the path, and the feed.</summary>
    private async Task PrepareAsync(ThrowAwayPostgres server, string programs, CancellationToken ct)
    {
        Directory.CreateDirectory(Folder);
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        _server = string.Create(CultureInfo.InvariantCulture, $"Host={connection.Host};Port={connection.Port};");
        _environment["PGHOST"] = connection.Host!;
        _environment["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture);
        _environment["PGUSER"] = connection.Username!;
        _environment["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}";
        _environment["MSBUILDDISABLENODEREUSE"] = "1";
        _environment["UseSharedCompilation"] = "false";
        var cache = await Dotnet.RunAsync(Folder, "nuget", "locals", "global-packages", "--list");
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "Directory.Build.props"),
            $"""
            <Project>
              <PropertyGroup>
                <RestoreAdditionalProjectSources>{packages.Folder}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Path.Combine(_folder.FullName, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{cache[(cache.IndexOf(' ', StringComparison.Ordinal) + 1)..]}</RestoreFallbackFolders>
              </PropertyGroup>
            </Project>
            """,
            ct);
    }

    private async Task<string> RunAsync(string command, CancellationToken ct)
    {
        if (command.StartsWith("export ", StringComparison.Ordinal))
        {
            var parts = command["export ".Length..].Split('=', 2);
            _environment[parts[0]] = parts[1].Trim('"').Replace("Host=localhost;", _server, StringComparison.Ordinal);
            return "";
        }

        var start = new ProcessStartInfo("bash", ["-c", $"(exit {_lastExit}); {Built(command)} 2>&1"]) { WorkingDirectory = Folder, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            _lastExit = process.ExitCode;
            return string.Concat(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{line}\n"));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private ThrowAwayProgram Start(string command)
    {
        Assert.StartsWith("DOTNET_ENVIRONMENT=Development dotnet run", command, StringComparison.Ordinal);
        return ThrowAwayProgram.Start("dotnet", [Program], Folder, new Dictionary<string, string>(_environment, StringComparer.Ordinal) { ["DOTNET_ENVIRONMENT"] = "Development" });
    }

    private static string Program => Path.Combine("bin", "Debug", "net10.0", "shop-worker.dll");

    /// <summary>It is built already; and a signal is to reach the program itself.</summary>
    private static string Built(string command) => command == "dotnet run" ? $"dotnet {Program}" : command;

    private static string Text(ThrowAwayProgram worker) => string.Concat(worker.Lines.Where(line => line.Length > 0).Select(line => $"{line}\n"));

    private static async Task SaysAsync(ThrowAwayProgram worker, string expected, CancellationToken ct)
    {
        var pattern = Transcript.Pattern(expected, isWhole: false);
        try
        {
            await worker.UntilAsync(_ => Task.FromResult(pattern.IsMatch(Text(worker))), ct);
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException)
        {
            Assert.Fail($"The worker should say:\n{expected}\nand says:\n{Text(worker)}");
        }
    }
}
