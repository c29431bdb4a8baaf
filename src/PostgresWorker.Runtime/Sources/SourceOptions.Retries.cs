using PostgresWorker.Generated;

namespace PostgresWorker;

/// <content>Rules for kinds of exceptions.</content>
public sealed partial class SourceOptions
{
    /// <summary>The rules of <see cref="RetryOn{TException}"/>.</summary>
    internal List<RetryRule> RetryRules { get; } = [];

    /// <summary>
    /// Says how failures of one kind are retried, by all listeners of the source that do not say it themselves. Of the rules that match an exception that of the most derived type wins. In code only: a
    /// configuration has no types.
    /// </summary>
    /// <typeparam name="TException">The kind of exception, with all that derive from it.</typeparam>
    /// <param name="maxAttempts">How many attempts are made at most; 1 for no retry. Default: that of the listener, then <see cref="MaxAttempts"/>.</param>
    /// <param name="minDelay">The longest wait before the first retry. Default: that of the listener, then <see cref="MinRetryDelay"/>.</param>
    /// <param name="maxDelay">The longest wait before any retry. Default: that of the listener, then <see cref="MaxRetryDelay"/>.</param>
    /// <param name="onExhausted">What becomes of the change then. Default: that of the listener, then <see cref="OnExhausted"/>.</param>
    /// <returns>These options. A second rule for the same type takes the place of the first.</returns>
    public SourceOptions RetryOn<TException>(int? maxAttempts = null, TimeSpan? minDelay = null, TimeSpan? maxDelay = null, OnExhausted? onExhausted = null)
        where TException : Exception
    {
        RetryRules.RemoveAll(static rule => rule.On == typeof(TException));
        RetryRules.Add(new RetryRule { On = typeof(TException), MaxAttempts = maxAttempts, MinDelay = minDelay, MaxDelay = maxDelay, OnExhausted = onExhausted });
        return this;
    }
}
