using System.Globalization;

namespace PostgresWorker.ThrowAway;

/// <summary>Where packages and installers put the programs of a server: a folder for each version.</summary>
internal static class InstallFolders
{
    // A pattern has one star, for the version. Newest version first, whichever package it is of.
    private static readonly string[] s_patterns =
    [
        "/usr/lib/postgresql/*/bin",                                    // Debian, Ubuntu
        "/usr/pgsql-*/bin",                                             // Fedora, RHEL (PGDG)
        "/usr/libexec/postgresql*",                                     // Alpine
        "/opt/homebrew/opt/postgresql@*/bin",                           // Homebrew on Apple silicon
        "/usr/local/opt/postgresql@*/bin",                              // Homebrew on Intel
        "/Applications/Postgres.app/Contents/Versions/*/bin",
        @"C:\Program Files\PostgreSQL\*\bin",
    ];

    public static IEnumerable<string> All() =>
        s_patterns.SelectMany(Matching).OrderByDescending(found => found.Version).Select(found => found.Folder);

    private static IEnumerable<(string Folder, decimal Version)> Matching(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        var start = pattern.LastIndexOfAny(['/', '\\'], star);
        var end = pattern.IndexOfAny(['/', '\\'], star) is var slash and >= 0 ? slash : pattern.Length;
        var root = pattern[..start];
        return !Directory.Exists(root)
            ? []
            : from folder in Directory.EnumerateDirectories(root, pattern[(start + 1)..end])
              let version = Path.GetFileName(folder)[(star - start - 1)..]
              select (folder + pattern[end..], decimal.TryParse(version, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : 0);
    }
}
