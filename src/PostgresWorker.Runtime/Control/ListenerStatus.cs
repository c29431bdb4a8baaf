namespace PostgresWorker;

/// <summary>A listener, and the policies that are in force for it.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Source">The source's name.</param>
/// <param name="Table">The table; of a listener to messages their prefix, with an empty schema.</param>
public sealed record ListenerStatus(string Name, string Source, TableName Table)
{
    /// <summary>What it takes: of <c>INSERT</c>, <c>UPDATE</c>, <c>DELETE</c>, <c>TRUNCATE</c>, <c>EXISTING</c> and <c>MESSAGE</c>.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>The full name of the type that it takes, of rows or of what messages say; null where it takes none of its own.</summary>
    public string? RowType { get; init; }

    /// <summary>The columns of which at least one must differ for an update to be delivered; empty where every update is.</summary>
    public IReadOnlyList<string> WhenChanged { get; init; } = [];

    /// <summary>The SQL condition that rows must meet to be sent at all; null where all are.</summary>
    public string? Where { get; init; }

    /// <summary>The column whose value orders its changes; null for the table's key.</summary>
    public string? OrderBy { get; init; }

    /// <summary>How many changes one call takes at most; null where each is a call of its own.</summary>
    public int? BatchSize { get; init; }

    /// <summary>How long the first change of a batch waits for others; null where each change is a call of its own.</summary>
    public TimeSpan? BatchWait { get; init; }

    /// <summary>Whether it takes a transaction, so that its effects in the database are exactly once.</summary>
    public bool TakesTransaction { get; init; }

    /// <summary>How long a call may take, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>How often it is called for a change at most, where no rule for the kind of exception says otherwise.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>The longest wait before the first retry, likewise.</summary>
    public TimeSpan MinRetryDelay { get; init; }

    /// <summary>The longest wait before any retry, likewise.</summary>
    public TimeSpan MaxRetryDelay { get; init; }

    /// <summary>What becomes of a change whose attempts are used up, likewise.</summary>
    public OnExhausted OnExhausted { get; init; }

    /// <summary>Whether it is paused, by itself or with all of its source.</summary>
    public bool IsPaused { get; init; }
}
