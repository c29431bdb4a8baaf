using PostgresWorker.Generated;

namespace PostgresWorker.Dispatch;

/// <summary>
/// What orders changes of a table's rows, as a hash of wire bytes: the table's key, or a column that a listener orders by. Of a table without a
/// key all rows have the same.
/// </summary>
internal sealed class ChangeKey
{
    private readonly TableLayout _layout;

    // Up to the last that is part of the key: what comes behind it need not be walked.
    private readonly bool[] _columns;
    private readonly int _table;

    /// <param name="layout">The layout that tuples are of.</param>
    /// <param name="orderBy">The column to order by; null for the table's key.</param>
    public ChangeKey(TableLayout layout, string? orderBy = null)
    {
        _layout = layout;
        OrderBy = orderBy;
        _table = layout.Table.GetHashCode();
        var columns = Array.ConvertAll(layout.Columns.ToArray(), column => orderBy is null ? column.IsInKey : column.Name == orderBy);
        _columns = columns[..(Array.LastIndexOf(columns, true) + 1)];
        IsUnsent = layout.Columns.ToArray().Any(column => column.Name == orderBy && !column.IsInIdentity);
    }

    public string? OrderBy { get; }

    /// <summary>Whether old rows come without the column to order by: what an update or delete must wait for is then not known.</summary>
    public bool IsUnsent { get; }

    /// <summary>The key of <paramref name="tuple"/>; an unchanged out-of-line value is taken from <paramref name="old"/>.</summary>
    public int Of(ReadOnlySpan<byte> tuple, ReadOnlySpan<byte> old)
    {
        var hash = new HashCode();
        hash.Add(_table);
        foreach (var isKey in _columns)
        {
            var value = WireTuple.Take(ref tuple);
            var oldValue = old.IsEmpty ? default : WireTuple.Take(ref old);
            if (isKey)
            {
                var bytes = value.IsSent ? value.Bytes : oldValue.Bytes;
                hash.Add(bytes.Length);
                hash.AddBytes(bytes);
            }
        }

        return hash.ToHashCode();
    }

    /// <summary>The key of a changed row, as it is after the change if it is there.</summary>
    public int Of(in RowImage image) => image.New.IsEmpty ? Of(image.Old, default) : Of(image.New, image.Old);

    /// <summary>The key from which an update moves its row to <paramref name="key"/>; null where it is the same, or not known to be another.</summary>
    public int? OldOf(in RowImage image, int key) =>
        image.OldKind != OldTupleKind.None && !image.New.IsEmpty && Of(image.Old, default) is var old && old != key && !IsUnknown(image) ? old : null;

    /// <summary>Whether the key that the row had before is not known: then only a barrier orders the change with it.</summary>
    public bool IsUnknown(in RowImage image) => IsUnsent && image.OldKind != OldTupleKind.Full;

    /// <summary>Whether rows have the same keys by the other layout's: the same columns, in the same order, of the same types.</summary>
    public bool IsSame(ChangeKey other) => Columns().SequenceEqual(other.Columns());

    private IEnumerable<Column> Columns() =>
        _layout.Columns.ToArray().Where((_, i) => i < _columns.Length && _columns[i]).Select(column => new Column(column.Name, column.Type.BaseOid));

    private sealed record Column(string Name, uint Type);
}
