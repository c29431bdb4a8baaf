using PostgresWorker.Generated.Payloads;

namespace PostgresWorker.Generated;

/// <summary>A listener that takes <see cref="EventPayload"/>: any change of the table, all its columns, as JSON.</summary>
/// <param name="name">The listener's stable name.</param>
/// <param name="source">The source's name.</param>
/// <param name="table">The table.</param>
/// <param name="needsServices">Whether the method takes services or is an instance method.</param>
/// <param name="invoke">Calls the method.</param>
public sealed class PayloadListenerRoute(
    string name,
    string source,
    TableName table,
    bool needsServices,
    ListenerInvoker<PayloadChange> invoke) : ListenerRoute(name, source, table, ChangeKinds.Rows | ChangeKinds.Truncated, needsServices)
{
    /// <inheritdoc />
    public override ReadOnlySpan<RowColumn> Columns => [];

    /// <summary>Always: the text form is the only one that every type has, and that nobody here needs to know.</summary>
    public override bool NeedsText(TableLayout layout) => true;

    /// <inheritdoc />
    public override Change Read(ChangeKinds kind, RowBinding binding, in RowImage image, ChangeContext context)
    {
        var columns = binding.Layout.Columns;
        var action = kind switch
        {
            ChangeKinds.Inserted or ChangeKinds.Existing => "INSERT",
            ChangeKinds.Updated => "UPDATE",
            ChangeKinds.Deleted => "DELETE",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A row is inserted, updated, deleted or existing."),
        };
        return new PayloadChange(
            action,
            PayloadKey.OldId(columns, image),
            PayloadKey.NewId(columns, image),
            image.OldKind == OldTupleKind.None ? null : PayloadWriter.WriteOld(columns, image),
            image.New.IsEmpty ? null : PayloadWriter.WriteNew(columns, image),
            context);
    }

    /// <inheritdoc />
    public override Change Read(Truncated truncated) => new PayloadChange(truncated.Action, "", "", null, null, truncated.Context);

    /// <inheritdoc />
    public override ValueTask InvokeAsync(Change change, DeliveryScope scope, CancellationToken cancellationToken) =>
        invoke((PayloadChange)change, scope, cancellationToken);
}
