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
        : base(All(source, what, findings.Select(Short)), innerException)
    {
        SourceName = source;
        Findings = findings;
        Report = $"{All(source, what, findings.Select(finding => finding.ToString()))}{Environment.NewLine}  {Finding.Page} explains each code.";
    }

    /// <summary>The source's name.</summary>
    public string SourceName { get; }

    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The message with all SQL, for the log: a script of hundreds of lines is said there once, and not wherever the exception is shown.</summary>
    internal string Report { get; }

    private static string All(string source, string what, IEnumerable<string> findings) => $"Source '{source}' {what}:{string.Concat(findings.Select(finding => $"{Environment.NewLine}  - {finding}"))}";

    private static string Short(Finding finding) =>
        finding.Sql?.Contains('\n', StringComparison.Ordinal) == true ? $"[{finding.Code}] {finding.Message} The SQL is in the log ({PostgresWorkerEventIds.SourceHalted})." : finding.ToString();
}
