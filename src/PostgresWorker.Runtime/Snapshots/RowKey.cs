using System.Buffers.Binary;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Snapshots;

/// <summary>Tells a table's rows apart by the wire bytes of their keys: exactly, for a row that is taken for another is one that is lost.</summary>
internal sealed class RowKey : IEqualityComparer<byte[]>
{
    public static RowKey Comparer { get; } = new();

    /// <summary>The key of a row; an unchanged out-of-line value is taken from <paramref name="old"/>.</summary>
    public static byte[] Of(TableLayout layout, ReadOnlySpan<byte> tuple, ReadOnlySpan<byte> old)
    {
        var (size, written) = (0, 0);
        var restOfTuple = tuple;
        var restOfOld = old;
        foreach (var column in layout.Columns)
        {
            var value = Take(ref restOfTuple, ref restOfOld);
            size += column.IsInKey ? sizeof(int) + value.Bytes.Length : 0;
        }

        var key = new byte[size];
        foreach (var column in layout.Columns)
        {
            var value = Take(ref tuple, ref old);
            if (column.IsInKey)
            {
                BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(written), value.Bytes.Length);
                value.Bytes.CopyTo(key.AsSpan(written + sizeof(int)));
                written += sizeof(int) + value.Bytes.Length;
            }
        }

        return key;
    }

    /// <summary>Whether rows of both layouts have keys that can be compared.</summary>
    public static bool IsSame(TableLayout one, TableLayout other) => ReferenceEquals(one, other) || Columns(one).SequenceEqual(Columns(other));

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj)
    {
        var hash = default(HashCode);
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }

    private static WireValue Take(ref ReadOnlySpan<byte> tuple, ref ReadOnlySpan<byte> old)
    {
        var value = WireTuple.Take(ref tuple);
        var before = old.IsEmpty ? default : WireTuple.Take(ref old);
        return value.IsSent ? value : before;
    }

    private static IEnumerable<Column> Columns(TableLayout layout) =>
        layout.Columns.ToArray().Where(column => column.IsInKey).Select(column => new Column(column.Name, column.Type.BaseOid));

    private sealed record Column(string Name, uint Type);
}
