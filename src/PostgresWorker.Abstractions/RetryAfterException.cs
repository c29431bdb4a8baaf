namespace PostgresWorker;

/// <summary>Thrown by a listener to say when it wants to be tried again, for instance because a service answered with Retry-After.</summary>
public sealed class RetryAfterException : Exception
{
    /// <summary>Has the next attempt made after <paramref name="delay"/>, without jitter. The attempt counts as any other.</summary>
    /// <param name="delay">How long to wait: zero or more; what is above a day is a day.</param>
    /// <param name="message">What happened, for the log.</param>
    /// <param name="innerException">What was caught.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delay"/> is negative.</exception>
    public RetryAfterException(TimeSpan delay, string? message = null, Exception? innerException = null)
        : base(message ?? $"The listener asked to be tried again in {delay}.", innerException)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        Delay = delay;
    }

    /// <summary>How long to wait before the next attempt.</summary>
    public TimeSpan Delay { get; }
}
