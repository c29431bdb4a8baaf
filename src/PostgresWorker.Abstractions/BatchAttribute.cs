namespace PostgresWorker;

/// <summary>
/// How a listener of batches, whose first parameter is <c>IReadOnlyList&lt;Change&lt;T&gt;&gt;</c> or of one kind, gathers its changes: a batch is
/// handed over when it has <see cref="MaxSize"/> changes, or when <see cref="MaxWaitMilliseconds"/> have passed since its first.
/// </summary>
/// <param name="maxSize">How many changes a batch has at most, 1 to 100,000.</param>
/// <param name="maxWaitMilliseconds">How many milliseconds its first change waits for others, 0 to 60,000.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BatchAttribute(int maxSize = BatchAttribute.DefaultMaxSize, int maxWaitMilliseconds = BatchAttribute.DefaultMaxWaitMilliseconds) : Attribute
{
    /// <summary>The size of a batch without this attribute.</summary>
    /// <value>100</value>
    public const int DefaultMaxSize = 100;

    /// <summary>The wait of a batch without this attribute, in milliseconds.</summary>
    /// <value>100</value>
    public const int DefaultMaxWaitMilliseconds = 100;

    /// <summary>How many changes a batch has at most.</summary>
    /// <value>1 to 100,000. Default: 100.</value>
    public int MaxSize => maxSize;

    /// <summary>How many milliseconds the first change of a batch waits for others. With 0 a batch is what waits already.</summary>
    /// <value>0 to 60,000. Default: 100.</value>
    public int MaxWaitMilliseconds => maxWaitMilliseconds;
}
