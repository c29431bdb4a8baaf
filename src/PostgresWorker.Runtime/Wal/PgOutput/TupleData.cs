using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// A row in a message, whole and well-formed: int16 count of columns, then for each a letter (n, u, t or b) and, for t and b,
/// int32 length and value. See <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">TupleData</see>.
/// </summary>
internal readonly ref struct TupleData(int columnCount, ReadOnlySpan<byte> columns)
{
    public int ColumnCount { get; } = columnCount;

    /// <summary>The columns, without their count: what <see cref="Generated.TupleReader"/> takes. Part of the message, not a copy.</summary>
    public ReadOnlySpan<byte> Columns { get; } = columns;

    internal static TupleData Read(scoped ref WireReader reader, string tuple)
    {
        int count = reader.UInt16(tuple);
        reader.Demand(count, sizeof(byte), tuple);
        var length = LengthOf(reader.Rest, count);
        if (length < 0)
        {
            Refuse(ref reader, count, tuple);
        }

        return new TupleData(count, reader.Bytes(length, tuple));
    }

    /// <summary>How long so many columns are; negative where they are not well-formed. There is a row in nearly every message, so nothing is written on the way.</summary>
    private static int LengthOf(ReadOnlySpan<byte> columns, int count)
    {
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (at >= columns.Length)
            {
                return -1;
            }

            switch ((char)columns[at++])
            {
                case 'n' or 'u':
                    break;
                case 't' or 'b' when columns.Length - at >= sizeof(int) && BinaryPrimitives.ReadInt32BigEndian(columns[at..]) is >= 0 and var length && length <= columns.Length - at - sizeof(int):
                    at += sizeof(int) + length;
                    break;
                default:
                    return -1;
            }
        }

        return at;
    }

    /// <summary>Goes the same way and throws where it ends.</summary>
    [DoesNotReturn]
    private static void Refuse(ref WireReader reader, int count, string tuple)
    {
        for (var i = 0; i < count; i++)
        {
            switch ((char)reader.Byte(tuple))
            {
                case 'n' or 'u':
                    break;
                case 't' or 'b':
                    reader.Bytes(reader.Int32(tuple), tuple);
                    break;
                default:
                    // The byte itself stays out of the message: after a wrong length it is a piece of a value.
                    throw reader.Malformed(tuple, $"has a column, number {i + 1} of {count}, that is neither null, unchanged, text nor binary");
            }
        }

        throw reader.Malformed(tuple, "is not well-formed");
    }
}
