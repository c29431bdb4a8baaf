namespace PostgresWorker.Generated;

/// <summary>What a typed change needs to be written as JSON: how its rows are written, and of which columns they are. One for all changes of a layout.</summary>
internal sealed class RowOrigin
{
    public RowOrigin(RowReader reader, RowBinding binding)
        : this(reader, binding, carriesOld: true) => WithoutOld = new RowOrigin(reader, binding, carriesOld: false);

    private RowOrigin(RowReader reader, RowBinding binding, bool carriesOld)
    {
        Reader = reader;
        Binding = binding;
        CarriesOld = carriesOld;
        WithoutOld = this;
    }

    /// <summary>The row type's reader, which writes it too.</summary>
    public RowReader Reader { get; }

    /// <summary>The row type's columns, bound to the layout that the row was read with.</summary>
    public RowBinding Binding { get; }

    /// <summary>Whether an update's old row is one: of a struct the default does not tell.</summary>
    public bool CarriesOld { get; }

    /// <summary>The same for updates without an old row.</summary>
    public RowOrigin WithoutOld { get; }
}
