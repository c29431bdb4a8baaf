namespace PostgresWorker;

/// <summary>
/// A source has stopped because the server lacks changes that were delivered: a standby was promoted that had not got them, or the connection leads to a server with another history.
/// <see cref="PostgresWorkerConfigurationException.Findings"/> say what to do.
/// </summary>
public sealed class HistoryForkedException : PostgresWorkerConfigurationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="findings">What is wrong.</param>
    /// <param name="forkedAt">What was committed up to here is the same on the server; null where that is not known.</param>
    /// <param name="delivered">Changes were delivered, or written down as handled, up to here.</param>
    public HistoryForkedException(string source, IReadOnlyList<Finding> findings, Lsn? forkedAt, Lsn delivered)
        : base(source, findings, forkedAt is null ? $"delivered changes up to {delivered} that the server may not have" : $"delivered changes between {forkedAt} and {delivered} that the server does not have")
    {
        ForkedAt = forkedAt;
        Delivered = delivered;
    }

    /// <summary>What was committed up to here is the same on the server; null where that is not known.</summary>
    public Lsn? ForkedAt { get; }

    /// <summary>Changes were delivered, or written down as handled, up to here.</summary>
    public Lsn Delivered { get; }
}
