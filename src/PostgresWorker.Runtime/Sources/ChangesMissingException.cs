namespace PostgresWorker;

/// <summary>
/// A source has stopped because changes can't be had any more, or may not have been sent: the slot is gone or was moved, or the publication lacked something for a while. <see cref="PostgresWorkerConfigurationException.Findings"/> say
/// what to do; where changes are missing is what this tells beside.
/// </summary>
public sealed class ChangesMissingException : PostgresWorkerConfigurationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="findings">What is wrong.</param>
    /// <param name="from">Everything up to here was sent.</param>
    /// <param name="to">From here on changes can be had again; null where that is not so yet, or not known.</param>
    /// <param name="innerException">What the server said; null where it said nothing.</param>
    public ChangesMissingException(string source, IReadOnlyList<Finding> findings, Lsn from, Lsn? to, Exception? innerException = null)
        : base(source, findings, to is null ? $"misses changes behind {from}" : $"misses the changes between {from} and {to}", innerException)
    {
        From = from;
        To = to;
    }

    /// <summary>Everything up to here was sent.</summary>
    public Lsn From { get; }

    /// <summary>From here on changes can be had again; null where that is not so yet, or not known.</summary>
    public Lsn? To { get; }
}
