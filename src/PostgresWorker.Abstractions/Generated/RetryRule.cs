namespace PostgresWorker.Generated;

/// <summary>What a listener or a source says of retries. What is null is said by a more general rule.</summary>
public sealed class RetryRule
{
    /// <summary>The kind of exception that the rule is for; null for all of the listener's.</summary>
    public Type? On { get; init; }

    /// <summary>How many attempts are made at most.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The longest wait before the first retry.</summary>
    public TimeSpan? MinDelay { get; init; }

    /// <summary>The longest wait before any retry.</summary>
    public TimeSpan? MaxDelay { get; init; }

    /// <summary>What becomes of a change whose attempts are used up.</summary>
    public OnExhausted? OnExhausted { get; init; }
}
