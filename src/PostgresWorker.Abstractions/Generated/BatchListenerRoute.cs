namespace PostgresWorker.Generated;

/// <summary>A listener that takes typed rows many at a time.</summary>
/// <typeparam name="T">The row type.</typeparam>
/// <typeparam name="TChange">What the batch is made of: <see cref="Change{T}"/> or one of its kinds.</typeparam>
/// <param name="name">The listener's stable name.</param>
/// <param name="source">The source's name.</param>
/// <param name="table">The table.</param>
/// <param name="kinds">The kinds of change that the listener wants.</param>
/// <param name="needsServices">Whether the method takes services or is an instance method.</param>
/// <param name="reader">Reads the row type.</param>
/// <param name="maxSize">How many changes one call takes at most.</param>
/// <param name="maxWaitMilliseconds">How long the first change of a batch waits for others.</param>
/// <param name="invoke">Calls the method.</param>
public sealed class BatchListenerRoute<T, TChange>(
    string name,
    string source,
    TableName table,
    ChangeKinds kinds,
    bool needsServices,
    RowReader<T> reader,
    int maxSize,
    int maxWaitMilliseconds,
    ListenerInvoker<IReadOnlyList<TChange>> invoke) : RowRoute<T>(name, source, table, kinds, needsServices, reader), IBatchListenerRoute
    where TChange : Change<T>
{
    /// <inheritdoc />
    public int MaxSize => maxSize;

    /// <inheritdoc />
    public TimeSpan MaxWait { get; } = TimeSpan.FromMilliseconds(maxWaitMilliseconds);

    /// <inheritdoc />
    public override ValueTask InvokeAsync(Change change, DeliveryScope scope, CancellationToken cancellationToken) =>
        invoke([(TChange)change], scope, cancellationToken);

    /// <inheritdoc />
    public ValueTask InvokeAsync(IReadOnlyList<Change> changes, DeliveryScope scope, CancellationToken cancellationToken)
    {
        // A list of its own for each attempt: what a listener does to it does not reach the next.
        var typed = new TChange[changes.Count];
        for (var i = 0; i < typed.Length; i++)
        {
            typed[i] = (TChange)changes[i];
        }

        return invoke(typed, scope, cancellationToken);
    }
}
