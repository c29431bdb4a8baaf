using System.Text.RegularExpressions;

namespace PostgresWorker.Wal;

/// <summary>The names of a source's slot and publication.</summary>
internal static partial class SlotName
{
    /// <summary>What is named so was made by this framework, and may be altered by it.</summary>
    internal const string OurPrefix = "postgres_worker_";

    internal static string For(string source, SourceOptions options) => options.Slot ?? Default(source);

    internal static string ForPublication(string source, SourceOptions options) => options.Publication ?? Default(source);

    /// <summary>
    /// Postgres' own rule, checked here because the replication protocol takes the name unquoted and SQL functions cut it at 63 bytes silently.
    /// </summary>
    internal static bool IsValid(string name) => Valid().IsMatch(name);

    private static string Default(string source) => OurPrefix + InvalidCharacters().Replace(source.ToLowerInvariant(), "_");

    [GeneratedRegex(@"\A[a-z0-9_]{1,63}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Valid();

    [GeneratedRegex("[^a-z0-9_]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InvalidCharacters();
}
