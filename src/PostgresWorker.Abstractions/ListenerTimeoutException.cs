namespace PostgresWorker;

/// <summary>A listener was cancelled because its call took longer than its timeout. Rules of <see cref="RetryAttribute"/> may be for it.</summary>
public sealed class ListenerTimeoutException : TimeoutException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="timeout">How long its call might take.</param>
    /// <param name="innerException">How the listener ended.</param>
    public ListenerTimeoutException(string listener, TimeSpan timeout, Exception? innerException = null)
        : base($"Listener {listener} took longer than its timeout of {timeout} and was cancelled.", innerException)
    {
        Listener = listener;
        Timeout = timeout;
    }

    /// <summary>The listener's name.</summary>
    public string Listener { get; }

    /// <summary>How long its call might take.</summary>
    public TimeSpan Timeout { get; }
}
