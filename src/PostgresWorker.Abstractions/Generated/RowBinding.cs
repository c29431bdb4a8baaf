namespace PostgresWorker.Generated;

/// <summary>A row type's columns bound by name to one layout of the table.</summary>
public sealed class RowBinding
{
    private readonly int[] _slots;
    private readonly BoundValue?[] _values;

    private readonly TableName _table;
    private readonly string _path;
    private RowOrigin? _origin;

    private RowBinding(TableLayout layout, ReadOnlySpan<RowColumn> columns, TableName table, string path, ColumnType? composite)
    {
        Layout = layout;
        Composite = composite;
        IsWithinIdentity = true;
        _table = table;
        _path = path;
        _slots = new int[layout.Columns.Length];
        _values = new BoundValue?[_slots.Length];
        for (var i = 0; i < _slots.Length; i++)
        {
            var column = layout.Columns[i];
            _slots[i] = IndexOf(columns, column.Name);
            if (_slots[i] >= 0)
            {
                _values[i] = BoundValue.Create(table, path + column.Name, columns[_slots[i]], column.Type, _slots[i]);
                IsWithinIdentity &= column.IsInIdentity;
            }
        }
    }

    /// <summary>The layout.</summary>
    public TableLayout Layout { get; }

    /// <summary>For each column of the wire the slot of the row type that takes it, or -1.</summary>
    public ReadOnlySpan<int> Slots => _slots;

    /// <summary>For each column of the wire how its value is read, or null.</summary>
    internal BoundValue?[] Values => _values;

    /// <summary>The composite whose fields these are; null for a table.</summary>
    internal ColumnType? Composite { get; }

    /// <summary>Whether every column that the row type declares is in the replica identity, so that old rows are always whole.</summary>
    public bool IsWithinIdentity { get; }

    /// <summary>Binds <paramref name="columns"/> to <paramref name="layout"/>.</summary>
    /// <exception cref="RowLayoutException">A column is missing or of a type that its property can't hold.</exception>
    public static RowBinding Create(TableLayout layout, ReadOnlySpan<RowColumn> columns)
    {
        var problems = Check(layout, columns);
        if (problems.Count > 0)
        {
            throw new RowLayoutException(layout.Table, problems);
        }

        return new RowBinding(layout, columns, layout.Table, "", composite: null);
    }

    /// <summary>What keeps <paramref name="columns"/> from being bound to <paramref name="layout"/>; empty where nothing does.</summary>
    public static IReadOnlyList<string> Check(TableLayout layout, ReadOnlySpan<RowColumn> columns) => RowCheck.Problems(layout, columns);

    /// <summary>
    /// Whether a declared column can only be read from its text form, so that the stream must not be binary: a <see cref="string"/> of a type whose
    /// binary form is no text, or one within an array or a composite.
    /// </summary>
    public static bool NeedsText(TableLayout layout, ReadOnlySpan<RowColumn> columns)
    {
        foreach (var column in columns)
        {
            if (layout.Find(column.Name) is { } found && ColumnTypes.NeedsText(column, found.Type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the changes that are read with this binding remember of it: one object for all of them.</summary>
    internal RowOrigin Origin(RowReader reader)
    {
        var origin = _origin;
        return origin is not null && ReferenceEquals(origin.Reader, reader) ? origin : _origin = new RowOrigin(reader, this);
    }

    /// <summary>Binds the fields of a composite.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">The column that is the composite, or its field.</param>
    /// <param name="type">The composite.</param>
    /// <param name="columns">What its type declares.</param>
    internal static RowBinding CreateFields(TableName table, string path, ColumnType type, ReadOnlySpan<RowColumn> columns) =>
        new(type.Fields!, columns, table, path + ".", type);

    /// <summary>The error for what is wrong with a column, or with a field.</summary>
    internal RowReadException Misfit(int column, string reason) =>
        new(_table, _path + Layout.Columns[column].Name, Layout.Columns[column].Type.Name, reason);

    /// <summary>The error for what is wrong with the row, or with the composite.</summary>
    internal RowReadException Misfit(string reason) =>
        new(_table, Composite is null ? "*" : _path.TrimEnd('.'), Composite?.Name ?? "row", reason);

    /// <summary>The error for a delete whose old tuple lacks a declared column.</summary>
    internal RowReadException OldRowMissing()
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i] >= 0 && !Layout.Columns[i].IsInIdentity)
            {
                return Misfit(i, $"the deleted row does not carry it. Declare only key columns, or run: ALTER TABLE {Layout.Table.ToSql()} REPLICA IDENTITY FULL");
            }
        }

        return Misfit("the change carries no old row.");
    }

    private static int IndexOf(ReadOnlySpan<RowColumn> columns, string name)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            if (string.Equals(columns[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
