using System.Buffers.Binary;
using System.Text;
using PostgresWorker.Tests.Rows;

namespace PostgresWorker.Tests.Wal.PgOutput;

/// <summary>Writes a message field by field, as the manual lists them.</summary>
internal sealed class MessageBuilder(char letter)
{
    private readonly List<byte> _bytes = [(byte)letter];

    public MessageBuilder Byte(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    public MessageBuilder Int16(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(short)];
        BinaryPrimitives.WriteInt16BigEndian(bytes, unchecked((short)value));
        return Raw(bytes);
    }

    public MessageBuilder Int32(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, unchecked((int)value));
        return Raw(bytes);
    }

    public MessageBuilder Int64(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return Raw(bytes);
    }

    public MessageBuilder String(string value) => Raw(Encoding.UTF8.GetBytes(value)).Byte(0);

    /// <summary>A tuple: its count of columns, then the columns.</summary>
    public MessageBuilder Tuple(params TupleValue[] values) => Int16(values.Length).Raw(TupleValue.Tuple(values));

    public MessageBuilder Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToBytes() => [.. _bytes];
}
