namespace PostgresWorker.ThrowAway;

/// <summary>What a throw-away server is to be like.</summary>
public sealed class ThrowAwayPostgresOptions
{
    /// <summary>The folder that holds initdb, pg_ctl and postgres.</summary>
    /// <value>Default: searched for, see <see cref="PostgresSearch"/>.</value>
    public string? BinDirectory { get; init; }

    /// <summary>The major version asked for, such as 16. Servers of other versions are passed over.</summary>
    /// <value>Default: what the environment variable <c>POSTGRESWORKER_POSTGRES</c> says where a server is searched for; without it, the first one found.</value>
    public int? Version { get; init; }

    /// <summary>Server settings by name, unquoted; they override those that a throw-away server has by itself.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The folder in which the server gets its own; every user must be able to enter it.</summary>
    /// <value>Default: the system's temporary folder.</value>
    public string TemporaryDirectory { get; init; } = Path.GetTempPath();

    /// <summary>How long making and starting the server may take.</summary>
    /// <value>Default: 60 seconds.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
