using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace PostgresWorker.Snapshots;

/// <summary>Makes rows of what COPY gave: the tuple that pgoutput would have written of each, and its id.</summary>
/// <param name="snapshot">The snapshot's number.</param>
/// <param name="table">The table.</param>
/// <param name="wanted">Which columns were read; the others are as unchanged ones of an update, so that nobody takes them for NULL.</param>
/// <param name="isText">Whether the stream sends text.</param>
internal sealed class ChunkRows(long snapshot, SnapshotTable table, bool[] wanted, bool isText)
{
    private readonly List<ChunkRow> _rows = [];
    private readonly ArrayBufferWriter<byte> _tuple = new();
    private readonly ArrayBufferWriter<byte> _key = new();

    public IReadOnlyList<ChunkRow> Rows => _rows;

    /// <summary>The texts of the last row's key.</summary>
    public string[]? LastKey { get; private set; }

    /// <summary>Takes a row: the texts of its key, then what is wanted of it.</summary>
    public void Take(ReadOnlySpan<byte> fields)
    {
        _key.ResetWrittenCount();
        LastKey = new string[table.Key.Count];
        for (var i = 0; i < LastKey.Length; i++)
        {
            var text = Next(ref fields, out _);
            LastKey[i] = Encoding.UTF8.GetString(text);
            SnapshotRowId.Add(_key, text);
        }

        _tuple.ResetWrittenCount();
        for (var i = 0; i < wanted.Length; i++)
        {
            if (!wanted[i])
            {
                _tuple.Write("u"u8);
                continue;
            }

            var value = Next(ref fields, out var isNull);
            _tuple.Write(isNull ? "n"u8 : isText || !table.Columns[i].HasBinary ? "t"u8 : "b"u8);
            if (!isNull)
            {
                Length(_tuple, value.Length);
                _tuple.Write(value);
            }
        }

        _rows.Add(new ChunkRow(SnapshotRowId.Of(snapshot, table.Name, _key.WrittenSpan), _tuple.WrittenSpan.ToArray(), RowKey.Of(table.Layout, _tuple.WrittenSpan, default)));
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> fields, out bool isNull)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(fields);
        isNull = length < 0;
        var value = fields.Slice(sizeof(int), Math.Max(length, 0));
        fields = fields[(sizeof(int) + value.Length)..];
        return value;
    }

    private static void Length(ArrayBufferWriter<byte> into, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(into.GetSpan(sizeof(int)), length);
        into.Advance(sizeof(int));
    }
}
