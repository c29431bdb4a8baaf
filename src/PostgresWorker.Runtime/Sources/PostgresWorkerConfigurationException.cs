namespace PostgresWorker;

/// <summary>A source cannot work as it is configured, and waiting does not change that.</summary>
public class PostgresWorkerConfigurationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="findings">All that is wrong.</param>
    public PostgresWorkerConfigurationException(string source, IReadOnlyList<Finding> findings)
        : this(source, findings, "cannot start")
    {
    }

    internal PostgresWorkerConfigurationException(string source, IReadOnlyList<Finding> findings, string what, Exception? innerException = null)
        : base($"Source '{source}' {what}:{string.Concat(findings.Select(finding => $"{Environment.NewLine}  - {finding}"))}", innerException)
    {
        SourceName = source;
        Findings = findings;
    }

    /// <summary>The source's name.</summary>
    public string SourceName { get; }

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<Finding> Findings { get; }
}
