using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery.Locking;

/// <summary>Writes the keys that a change locks: texts that are the same in every process, unlike the hashes that order changes.</summary>
internal static class LockKeys
{
    // pg_type.dat; those of built-in types are the same in every database.
    private const uint Name = 19, Int8 = 20, Int2 = 21, Int4 = 23, Text = 25, Bpchar = 1042, Varchar = 1043, Uuid = 2950;

    /// <summary>Adds the key of the row after the change, and the one before where it is known.</summary>
    public static void Add(in RoutedChange routed, SortedSet<string> into)
    {
        if (!routed.TryGetRow(out var layout, out _, out var image))
        {
            into.Add($"{routed.Context.Table}:");
            return;
        }

        Add(layout, image, into);
    }

    public static void Add(TableLayout layout, in RowImage image, SortedSet<string> into)
    {
        if (!image.New.IsEmpty)
        {
            into.Add(Of(layout, image.New, image.Old));
        }

        if (!image.Old.IsEmpty)
        {
            into.Add(Of(layout, image.Old, default));
        }
    }

    private static string Of(TableLayout layout, ReadOnlySpan<byte> tuple, ReadOnlySpan<byte> old)
    {
        var key = new StringBuilder($"{layout.Table}:");
        var start = key.Length;
        foreach (var column in layout.Columns)
        {
            var value = WireTuple.Take(ref tuple);
            var oldValue = old.IsEmpty ? default : WireTuple.Take(ref old);
            if (column.IsInKey)
            {
                key.Append(key.Length == start ? "" : ",").Append(TextOf(value.IsSent ? value : oldValue, column.Type));
            }
        }

        return key.ToString();
    }

    private static string TextOf(WireValue value, ColumnType type) => (value.Format, type.BaseOid) switch
    {
        ('t', _) or ('b', Text or Varchar or Bpchar or Name) => Encoding.UTF8.GetString(value.Bytes),
        ('b', Int2) => BinaryPrimitives.ReadInt16BigEndian(value.Bytes).ToString(CultureInfo.InvariantCulture),
        ('b', Int4) => BinaryPrimitives.ReadInt32BigEndian(value.Bytes).ToString(CultureInfo.InvariantCulture),
        ('b', Int8) => BinaryPrimitives.ReadInt64BigEndian(value.Bytes).ToString(CultureInfo.InvariantCulture),
        ('b', Uuid) => new Guid(value.Bytes, bigEndian: true).ToString(),
        ('j' or 's', _) => JsonTuple.TextOf(type, value.Format, value.Bytes),
        _ => Convert.ToHexStringLower(value.Bytes),
    };
}
