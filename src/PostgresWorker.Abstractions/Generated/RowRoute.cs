namespace PostgresWorker.Generated;

/// <summary>What reads typed rows, for one call each or for many in one.</summary>
/// <typeparam name="T">The row type.</typeparam>
public abstract class RowRoute<T> : ListenerRoute
{
    private protected RowRoute(string name, string source, TableName table, ChangeKinds kinds, bool needsServices, RowReader<T> reader)
        : base(name, source, table, kinds, needsServices) => Reader = reader;

    /// <inheritdoc />
    public override Type RowType => typeof(T);

    /// <inheritdoc />
    public override ReadOnlySpan<RowColumn> Columns => Reader.Columns;

    /// <summary>Reads the row type.</summary>
    internal RowReader<T> Reader { get; }

    /// <inheritdoc />
    public override bool NeedsText(TableLayout layout) => RowBinding.NeedsText(layout, Columns);

    /// <inheritdoc />
    public override Change Read(ChangeKinds kind, RowBinding binding, in RowImage image, ChangeContext context)
    {
        var origin = binding.Origin(Reader);
        return kind switch
        {
            ChangeKinds.Inserted => new Inserted<T>(ReadNew(binding, image), context) { Origin = origin },
            ChangeKinds.Updated when CarriesOld(binding, image) => new Updated<T>(ReadOld(binding, image), ReadNew(binding, image), context) { Origin = origin },
            ChangeKinds.Updated => new Updated<T>(default, ReadNew(binding, image), context) { Origin = origin.WithoutOld },
            ChangeKinds.Deleted => new Deleted<T>(ReadOld(binding, image), context) { Origin = origin },
            ChangeKinds.Existing => new Existing<T>(ReadNew(binding, image), context) { Origin = origin },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A row is inserted, updated, deleted or existing."),
        };
    }

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
