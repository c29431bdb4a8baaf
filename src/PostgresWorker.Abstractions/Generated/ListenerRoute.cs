namespace PostgresWorker.Generated;

/// <summary>What leads from a table's changes to one annotated method.</summary>
public abstract class ListenerRoute
{
    private protected ListenerRoute(string name, string source, TableName table, ChangeKinds kinds, bool needsServices)
    {
        Name = name;
        Source = source;
        Table = table;
        Kinds = kinds;
        NeedsServices = needsServices;
    }

    /// <summary>The listener's stable name.</summary>
    public string Name { get; }

    /// <summary>The source's name.</summary>
    public string Source { get; }

    /// <summary>The table.</summary>
    public TableName Table { get; }

    /// <summary>The kinds of change that the listener wants.</summary>
    public ChangeKinds Kinds { get; }

    /// <summary>Whether the method takes services or is an instance method; otherwise no scope is made for it.</summary>
    public bool NeedsServices { get; }

    /// <summary>Whether the method takes a transaction, which is begun for each call and committed when that succeeds.</summary>
    public bool NeedsTransaction { get; init; }

    /// <summary>The columns of which at least one must differ for an update to be delivered; empty where every update is.</summary>
    public IReadOnlyList<string> WhenChanged { get; init; } = [];

    /// <summary>The column whose value orders the listener's changes; null for the table's key.</summary>
    public string? OrderBy { get; init; }

    /// <summary>The SQL condition that rows must meet to be sent at all; null where all are.</summary>
    public string? Where { get; init; }

    /// <summary>What the listener says of retries: one general rule at most, and one for each kind of exception.</summary>
    public IReadOnlyList<RetryRule> Retry { get; init; } = [];

    /// <summary>How long a call may take, or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>; null where the source says it.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What stands around each call, the first outermost, within the filters of all listeners.</summary>
    public IReadOnlyList<ChangeFilterFactory> Filters { get; init; } = [];

    /// <summary>The type that the listener takes, of rows or of what messages say; null where it takes none of its own.</summary>
    public virtual Type? RowType => null;

    /// <summary>The columns that the listener's row type declares; empty where it takes no rows.</summary>
    public abstract ReadOnlySpan<RowColumn> Columns { get; }

    /// <summary>
    /// Whether rows of <paramref name="layout"/> must come in the text forms of their types. Then the whole source is sent text, for
    /// Postgres knows one form for all.
    /// </summary>
    public virtual bool NeedsText(TableLayout layout) => false;

    /// <summary>Reads a change of one row from the wire.</summary>
    /// <param name="kind">What happened: one flag.</param>
    /// <param name="binding">The listener's columns, bound to the layout that the row was written with.</param>
    /// <param name="image">The row's tuples.</param>
    /// <param name="context">Where and when.</param>
    /// <exception cref="RowReadException">A value does not fit the row type.</exception>
    public abstract Change Read(ChangeKinds kind, RowBinding binding, in RowImage image, ChangeContext context);

    /// <summary>The truncate as the listener takes it.</summary>
    public virtual Change Read(Truncated truncated) => truncated;

    /// <summary>Calls the method.</summary>
    public abstract ValueTask InvokeAsync(Change change, DeliveryScope scope, CancellationToken cancellationToken);

    /// <summary>The listener's name and table.</summary>
    public override string ToString() => $"{Name} ({Source}: {Table})";
}
