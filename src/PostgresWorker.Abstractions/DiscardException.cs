namespace PostgresWorker;

/// <summary>
/// Thrown by a listener to be done with a change at once: it counts as handled, and a warning has the reason. What the listener did in its transaction is
/// rolled back. Of a batch, all changes are discarded.
/// </summary>
public sealed class DiscardException : Exception
{
    /// <summary>Discards the change.</summary>
    /// <param name="reason">Why, for the log.</param>
    /// <param name="innerException">What was caught.</param>
    public DiscardException(string reason, Exception? innerException = null)
        : base(reason, innerException)
    {
    }
}
