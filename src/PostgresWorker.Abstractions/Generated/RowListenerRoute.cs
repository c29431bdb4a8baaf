namespace PostgresWorker.Generated;

/// <summary>A listener that takes typed rows.</summary>
/// <typeparam name="T">The row type.</typeparam>
/// <param name="name">The listener's stable name.</param>
/// <param name="source">The source's name.</param>
/// <param name="table">The table.</param>
/// <param name="kinds">The kinds of change that the listener wants.</param>
/// <param name="needsServices">Whether the method takes services or is an instance method.</param>
/// <param name="reader">Reads the row type.</param>
/// <param name="invoke">Calls the method.</param>
public sealed class RowListenerRoute<T>(
    string name,
    string source,
    TableName table,
    ChangeKinds kinds,
    bool needsServices,
    RowReader<T> reader,
    ListenerInvoker<Change<T>> invoke) : RowRoute<T>(name, source, table, kinds, needsServices, reader)
{
    /// <inheritdoc />
    public override ValueTask InvokeAsync(Change change, DeliveryScope scope, CancellationToken cancellationToken) =>
        invoke((Change<T>)change, scope, cancellationToken);
}
