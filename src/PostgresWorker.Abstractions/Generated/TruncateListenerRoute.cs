namespace PostgresWorker.Generated;

/// <summary>A listener that takes <see cref="Truncated"/>.</summary>
/// <param name="name">The listener's stable name.</param>
/// <param name="source">The source's name.</param>
/// <param name="table">The table.</param>
/// <param name="needsServices">Whether the method takes services or is an instance method.</param>
/// <param name="invoke">Calls the method.</param>
public sealed class TruncateListenerRoute(
    string name,
    string source,
    TableName table,
    bool needsServices,
    ListenerInvoker<Truncated> invoke) : ListenerRoute(name, source, table, ChangeKinds.Truncated, needsServices)
{
    /// <inheritdoc />
    public override ReadOnlySpan<RowColumn> Columns => [];

    /// <inheritdoc />
    public override Change Read(ChangeKinds kind, RowBinding binding, in RowImage image, ChangeContext context) =>
        throw new NotSupportedException($"Listener '{Name}' takes {nameof(Truncated)}, which has no row.");

    /// <inheritdoc />
    public override ValueTask InvokeAsync(Change change, DeliveryScope scope, CancellationToken cancellationToken) =>
        invoke((Truncated)change, scope, cancellationToken);
}
