namespace PostgresWorker;

/// <summary>
/// How often a listener is called for a change that it fails to handle, how long it waits in between, and what becomes of the change then. Without
/// <see cref="On"/> it is the listener's general rule; with it, the rule for one kind of exception, of which a listener may have many: the most derived
/// that matches wins. What a rule leaves out is taken from the general rule, and then from the source's options.
/// </summary>
/// <remarks>
/// The wait after an attempt is random between zero and a ceiling, which doubles with each attempt from <see cref="MinDelayMilliseconds"/> up to
/// <see cref="MaxDelayMilliseconds"/>. Meanwhile only changes of the same key wait.
/// </remarks>
/// <example>
/// <code>
/// [PostgresListener("shop", "orders")]
/// [Retry(MaxAttempts = 10, OnExhausted = OnExhausted.Park)]
/// [Retry(On = typeof(ValidationException), MaxAttempts = 1)]
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RetryAttribute : Attribute
{
    /// <summary>The kind of exception that the rule is for, with all that derive from it.</summary>
    /// <value>Default: every exception.</value>
    public Type? On { get; set; }

    /// <summary>How often the listener is called for a change at most. 1 is once, without a retry.</summary>
    /// <value>1 to 100,000. Default: that of the listener's general rule, then <c>MaxAttempts</c> of the source's options.</value>
    public int MaxAttempts { get; set; }

    /// <summary>The longest wait before the first retry, in milliseconds; it doubles with each attempt.</summary>
    /// <value>1 to 86,400,000. Default: that of the listener's general rule, then <c>MinRetryDelay</c> of the source's options.</value>
    public int MinDelayMilliseconds { get; set; }

    /// <summary>The longest wait before any retry, in milliseconds.</summary>
    /// <value><see cref="MinDelayMilliseconds"/> to 86,400,000. Default: that of the listener's general rule, then <c>MaxRetryDelay</c> of the source's options.</value>
    public int MaxDelayMilliseconds { get; set; }

    /// <summary>What becomes of a change whose attempts are used up.</summary>
    /// <value>Default: that of the listener's general rule, then <c>OnExhausted</c> of the source's options.</value>
    public OnExhausted OnExhausted { get; set; }
}
