using System.Buffers.Binary;
using PostgresWorker.Generated;

namespace PostgresWorker.Dispatch;

/// <summary>The key that orders a row's changes, as a hash of its wire bytes. Of a table without a key all rows have the same.</summary>
internal static class ChangeKey
{
    /// <summary>The key of <paramref name="tuple"/>; an unchanged out-of-line value is taken from <paramref name="old"/>.</summary>
    public static int Of(TableLayout layout, ReadOnlySpan<byte> tuple, ReadOnlySpan<byte> old)
    {
        var hash = new HashCode();
        hash.Add(layout.Table);
        foreach (var column in layout.Columns)
        {
            var value = Take(ref tuple, out var isSent);
            var oldValue = old.IsEmpty ? default : Take(ref old, out _);
            if (column.IsInKey)
            {
                value = isSent ? value : oldValue;
                hash.Add(value.Length);
                hash.AddBytes(value);
            }
        }

        return hash.ToHashCode();
    }

    /// <summary>Whether rows of both layouts have the same keys: the same columns, in the same order, of the same types.</summary>
    public static bool IsSame(TableLayout left, TableLayout right) => Columns(left).SequenceEqual(Columns(right));

    private static IEnumerable<(string Name, uint Type)> Columns(TableLayout layout) =>
        layout.Columns.ToArray().Where(column => column.IsInKey).Select(column => (column.Name, column.Type.BaseOid));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> tuple, out bool isSent)
    {
        var format = (char)tuple[0];
        isSent = format != 'u';
        if (format is 'n' or 'u')
        {
            tuple = tuple[1..];
            return default;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(tuple[1..]);
        var value = tuple.Slice(1 + sizeof(int), length);
        tuple = tuple[(1 + sizeof(int) + length)..];
        return value;
    }
}
