using System.Text.RegularExpressions;

namespace PostgresWorker.ThrowAway;

/// <summary>A folder that holds initdb, pg_ctl and postgres together.</summary>
/// <param name="Directory">The folder.</param>
/// <param name="Version">What <c>postgres --version</c> says, such as 15.18.</param>
public sealed partial record PostgresBinaries(string Directory, Version Version)
{
    /// <summary>The full path of one of the programs.</summary>
    public string Program(string name) => PathOf(Directory, name);

    /// <summary>The server's programs in <paramref name="directory"/>; null where they are not all there or do not run.</summary>
    internal static async Task<PostgresBinaries?> ReadAsync(string directory, CancellationToken ct)
    {
        if (!Array.TrueForAll(["initdb", "pg_ctl", "postgres"], name => IsThere(PathOf(directory, name))))
        {
            return null;
        }

        // Links such as /usr/local/bin/postgres are followed: initdb looks for its share folder beside the real program.
        var postgres = new FileInfo(PathOf(directory, "postgres"));
        var home = (postgres.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? postgres).DirectoryName!;
        if (!string.Equals(home, directory, StringComparison.Ordinal) && File.Exists(PathOf(home, "initdb")) && File.Exists(PathOf(home, "pg_ctl")))
        {
            directory = home;
        }

        var result = await ProgramRun.RunAsync(PathOf(directory, "postgres"), ["--version"], ct).ConfigureAwait(false);
        var version = VersionNumber().Match(result.Output);
        return result.ExitCode == 0 && version.Success
            ? new PostgresBinaries(directory, System.Version.Parse(version.Value.Contains('.', StringComparison.Ordinal) ? version.Value : version.Value + ".0"))
            : null;
    }

    /// <summary>A link that a removed package left behind is a file to <see cref="File.Exists(string)"/>, but leads nowhere.</summary>
    private static bool IsThere(string path) =>
        File.Exists(path) && (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.Exists ?? true);

    private static string PathOf(string directory, string name) =>
        Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name);

    [GeneratedRegex(@"(?<=\(PostgreSQL\) )\d+(\.\d+)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionNumber();
}
