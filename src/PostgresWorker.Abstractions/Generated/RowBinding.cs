namespace PostgresWorker.Generated;

/// <summary>A row type's columns bound by name to one layout of the table.</summary>
public sealed class RowBinding
{
    private readonly int[] _slots;
    private readonly BoundValue?[] _values;

    private RowBinding(TableLayout layout, int[] slots, BoundValue?[] values, bool isWithinIdentity)
    {
        Layout = layout;
        _slots = slots;
        _values = values;
        IsWithinIdentity = isWithinIdentity;
    }

    /// <summary>The layout.</summary>
    public TableLayout Layout { get; }

    /// <summary>For each column of the wire the slot of the row type that takes it, or -1.</summary>
    public ReadOnlySpan<int> Slots => _slots;

    /// <summary>For each column of the wire how its value is read, or null.</summary>
    internal ReadOnlySpan<BoundValue?> Values => _values;

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

        var slots = new int[layout.Columns.Length];
        var values = new BoundValue?[slots.Length];
        var isWithinIdentity = true;
        for (var i = 0; i < slots.Length; i++)
        {
            slots[i] = IndexOf(columns, layout.Columns[i].Name);
            values[i] = slots[i] < 0 ? null : BoundValue.Create(layout.Table, columns[slots[i]], layout.Columns[i]);
            isWithinIdentity &= slots[i] < 0 || layout.Columns[i].IsInIdentity;
        }

        return new RowBinding(layout, slots, values, isWithinIdentity);
    }

    /// <summary>What keeps <paramref name="columns"/> from being bound to <paramref name="layout"/>; empty where nothing does.</summary>
    public static IReadOnlyList<string> Check(TableLayout layout, ReadOnlySpan<RowColumn> columns)
    {
        List<string> problems = [];
        foreach (var column in columns)
        {
            var found = Find(layout.Columns, column.Name);
            if (found is null && column.IsNullable && layout.LaterColumns.Contains(column.Name))
            {
                // Rows from before the column was added have no value in it. A column that is gone now is another matter: renamed, perhaps.
                continue;
            }

            if (found is null)
            {
                problems.Add($"the table has no column '{column.Name}', which property {column.Property} declares; rename the property, give it [Column(\"...\")] or mark it [NotMapped]");
            }
            else if (!ColumnTypes.CanRead(column.Kind, found.Type))
            {
                problems.Add($"column '{column.Name}' is {found.Type.Name}, which property {column.Property} ({ColumnTypes.Describe(column.Kind)}) can't hold; {ColumnTypes.Suggest(found.Type)}");
            }
        }

        return problems;
    }

    /// <summary>The error for a delete whose old tuple lacks a declared column.</summary>
    internal RowReadException OldRowMissing()
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i] >= 0 && !Layout.Columns[i].IsInIdentity)
            {
                return new RowReadException(
                    Layout.Table,
                    Layout.Columns[i].Name,
                    Layout.Columns[i].Type.Name,
                    $"the deleted row does not carry it. Declare only key columns, or run: ALTER TABLE {Layout.Table.ToSql()} REPLICA IDENTITY FULL");
            }
        }

        return new RowReadException(Layout.Table, "*", "row", "the change carries no old row.");
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

    private static TableColumn? Find(ReadOnlySpan<TableColumn> columns, string name)
    {
        foreach (var column in columns)
        {
            if (string.Equals(column.Name, name, StringComparison.Ordinal))
            {
                return column;
            }
        }

        return null;
    }
}
