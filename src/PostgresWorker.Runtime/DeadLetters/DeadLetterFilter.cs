namespace PostgresWorker;

/// <summary>Which dead letters are meant: those that meet all that is said.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>The listener's name; null for all.</summary>
    public string? Listener { get; init; }

    /// <summary>The changed table; null for all.</summary>
    public TableName? Table { get; init; }

    /// <summary>The state; null for any.</summary>
    public DeadLetterState? State { get; init; }

    /// <summary>Those that failed last at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Those that failed last before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The full name of the exception's type; null for any.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>Those that wait for this parked key, whatever their listener; null for any, parked or not.</summary>
    public string? ParkedKey { get; init; }
}
