namespace PostgresWorker;

/// <summary>Something in the database that keeps a source from working.</summary>
/// <param name="Code">What kind of thing, for programs: <c>wal_level</c>, <c>slot_missing</c>, <c>replica_identity</c> and so on.</param>
/// <param name="Message">What is so, and what it must be.</param>
/// <param name="Sql">The statement that mends it; null where no single one does.</param>
/// <param name="IsAutomatic">Whether <see cref="Provision.Auto"/> runs <paramref name="Sql"/>.</param>
public sealed record Finding(string Code, string Message, string? Sql = null, bool IsAutomatic = false)
{
    /// <summary>The page that has all codes.</summary>
    internal const string Page = "https://github.com/postgresworker/postgresworker/blob/main/docs/findings.md";

    /// <summary>Where the code is explained: what it means, how to look, how to mend it, and what happens meanwhile.</summary>
    public string HelpLink => $"{Page}#{Code}";

    /// <summary>What <see cref="Sql"/> locks, and who waits for that; null where it takes no lock that others wait for.</summary>
    public string? Lock { get; init; }

    /// <summary>Message and mending SQL.</summary>
    public override string ToString() => Sql is null ? $"[{Code}] {Message}" : $"[{Code}] {Message} Run: {Sql};";
}
