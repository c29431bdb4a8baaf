namespace PostgresWorker;

/// <summary>
/// Has the method called for every committed change of a table. The first parameter says which changes: <see cref="Change{T}"/>,
/// one of its kinds (<see cref="Inserted{T}"/>, <see cref="Updated{T}"/>, <see cref="Deleted{T}"/>, <see cref="Existing{T}"/>),
/// <see cref="Truncated"/>, or <see cref="EventPayload"/> for any of them as JSON. Further parameters, in any order: a <see cref="CancellationToken"/>, the <see cref="ChangeContext"/>,
/// and services. The method returns <see cref="Task"/>, <see cref="ValueTask"/> or nothing.
/// </summary>
/// <remarks>
/// A change counts as handled when the method returns (or its task completes) without an exception; otherwise it is tried again.
/// Delivery is at least once: after a crash a change can come again, with the same <see cref="ChangeContext.Id"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class PostgresListenerAttribute : Attribute
{
    /// <summary>Listens to <paramref name="table"/> of the source named <c>default</c>.</summary>
    /// <param name="table"><c>name</c> (in schema <c>public</c>) or <c>schema.name</c>; a name with a dot, quote, space or capitals is
    /// written as in SQL: <c>"Sales"."Order Lines"</c>.</param>
    public PostgresListenerAttribute(string table)
        : this(DefaultSource, table)
    {
    }

    /// <summary>Listens to <paramref name="table"/> of <paramref name="source"/>.</summary>
    /// <param name="source">The source's name, as given to <c>AddSource</c>.</param>
    /// <param name="table"><c>name</c> (in schema <c>public</c>) or <c>schema.name</c>; a name with a dot, quote, space or capitals is
    /// written as in SQL: <c>"Sales"."Order Lines"</c>.</param>
    public PostgresListenerAttribute(string source, string table)
    {
        Source = source;
        Table = table;
    }

    /// <summary>The source that a listener without a source belongs to.</summary>
    /// <value><c>default</c></value>
    public const string DefaultSource = "default";

    /// <summary>The source's name.</summary>
    public string Source { get; }

    /// <summary>The table as written.</summary>
    public string Table { get; }

    /// <summary>The listener's stable name in logs and stored records; unique within its source.</summary>
    /// <value>Default: <c>Class.Method</c>.</value>
    public string? Name { get; set; }
}
