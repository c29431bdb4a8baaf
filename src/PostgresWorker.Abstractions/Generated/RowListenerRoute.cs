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
    ListenerInvoker<Change<T>> invoke) : ListenerRoute(name, source, table, kinds, needsServices)
{
    /// <summary>Reads the row type.</summary>
    internal RowReader<T> Reader => reader;

    /// <inheritdoc />
    public override ReadOnlySpan<RowColumn> Columns => Reader.Columns;

    /// <inheritdoc />
    public override bool NeedsText(TableLayout layout) => RowBinding.NeedsText(layout, Columns);

    /// <inheritdoc />
    public override Change Read(ChangeKinds kind, RowBinding binding, in RowImage image, ChangeContext context) => kind switch
    {
        ChangeKinds.Inserted => new Inserted<T>(ReadNew(binding, image), context),
        ChangeKinds.Updated => new Updated<T>(CarriesOld(binding, image) ? ReadOld(binding, image) : default, ReadNew(binding, image), context),
        ChangeKinds.Deleted => new Deleted<T>(ReadOld(binding, image), context),
        ChangeKinds.Existing => new Existing<T>(ReadNew(binding, image), context),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A row is inserted, updated, deleted or existing."),
    };

    /// <inheritdoc />
    public override ValueTask InvokeAsync(Change change, IServiceProvider services, CancellationToken cancellationToken) =>
        invoke((Change<T>)change, services, cancellationToken);

    private static bool CarriesOld(RowBinding binding, in RowImage image) =>
        image.OldKind == OldTupleKind.Full || (image.OldKind == OldTupleKind.Key && binding.IsWithinIdentity);

    private T ReadNew(RowBinding binding, in RowImage image)
    {
        var tuple = new TupleReader(binding, image.New, image.OldKind == OldTupleKind.Full ? image.Old : default);
        return Reader.Read(ref tuple);
    }

    private T ReadOld(RowBinding binding, in RowImage image)
    {
        if (!CarriesOld(binding, image))
        {
            throw binding.OldRowMissing();
        }

        var tuple = new TupleReader(binding, image.Old, default);
        return Reader.Read(ref tuple);
    }
}
