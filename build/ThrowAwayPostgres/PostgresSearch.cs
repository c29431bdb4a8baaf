using System.Globalization;

namespace PostgresWorker.ThrowAway;

/// <summary>
/// Finds a Postgres server's programs: the folders of <c>POSTGRESWORKER_POSTGRES_BIN</c> (one, or several separated as in PATH), then those
/// of PATH, then where the systems' packages put them, newest first.
/// </summary>
public static class PostgresSearch
{
    /// <summary>The environment variable with the folder of a server's programs; several are separated as in PATH.</summary>
    public const string BinVariable = "POSTGRESWORKER_POSTGRES_BIN";

    /// <summary>The environment variable with the major version to use where the caller asks for none.</summary>
    public const string VersionVariable = "POSTGRESWORKER_POSTGRES";

    /// <summary>The programs to use.</summary>
    /// <param name="binDirectory">The folder to take them from; null to search.</param>
    /// <param name="version">The major version asked for; null for that of <see cref="VersionVariable"/> in a search, or any.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="ThrowAwayPostgresException">There are none. The message says where they were looked for and what to install.</exception>
    public static async Task<PostgresBinaries> FindAsync(string? binDirectory, int? version, CancellationToken ct)
    {
        if (binDirectory is not null)
        {
            return await FirstAsync([binDirectory], version, ct).ConfigureAwait(false)
                ?? throw new ThrowAwayPostgresException(
                    $"The folder '{binDirectory}' must hold initdb, pg_ctl and postgres{Of(version)} that run here. " +
                    $"Name such a folder, or leave {nameof(ThrowAwayPostgresOptions.BinDirectory)} unset to have one searched for.");
        }

        version ??= VersionFromEnvironment();
        var named = Environment.GetEnvironmentVariable(BinVariable);
        if (!string.IsNullOrWhiteSpace(named))
        {
            return await FirstAsync(Split(named), version, ct).ConfigureAwait(false)
                ?? throw new ThrowAwayPostgresException(
                    $"The environment variable {BinVariable} is '{named}', where no folder holds initdb, pg_ctl and postgres{Of(version)} that run here. " +
                    "Set it to such a folder, or unset it to have one searched for.");
        }

        var folders = Split(Environment.GetEnvironmentVariable("PATH") ?? "").Concat(InstallFolders.All()).ToArray();
        var found = await FirstAsync(folders, version, ct).ConfigureAwait(false);
        if (found is null && await DebianPackage.InstallAsync(version, ct).ConfigureAwait(false))
        {
            found = await FirstAsync(InstallFolders.All(), version, ct).ConfigureAwait(false);
        }

        return found ?? throw new ThrowAwayPostgresException(NotFound(version));
    }

    private static async Task<PostgresBinaries?> FirstAsync(IEnumerable<string> folders, int? version, CancellationToken ct)
    {
        foreach (var folder in folders.Distinct(StringComparer.Ordinal))
        {
            if (await PostgresBinaries.ReadAsync(folder, ct).ConfigureAwait(false) is { } found && (version is null || found.Version.Major == version))
            {
                return found;
            }
        }

        return null;
    }

    private static int? VersionFromEnvironment()
    {
        var text = Environment.GetEnvironmentVariable(VersionVariable);
        return string.IsNullOrWhiteSpace(text) ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : throw new ThrowAwayPostgresException($"The environment variable {VersionVariable} is '{text}', but must be a major version such as 16.");
    }

    private static string[] Split(string folders) =>
        folders.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Of(int? version) => version is null ? "" : string.Create(CultureInfo.InvariantCulture, $" of Postgres {version}");

    private static string NotFound(int? version) =>
        $"""
        No Postgres server{Of(version)} was found: no folder of PATH and no usual install folder holds initdb, pg_ctl and postgres together. Install it, or set {BinVariable} to that folder:
          Debian, Ubuntu   apt-get install postgresql
          Fedora, RHEL     dnf install postgresql-server
          Alpine           apk add postgresql
          macOS            brew install postgresql
          Windows          winget install PostgreSQL.PostgreSQL
        """;
}
