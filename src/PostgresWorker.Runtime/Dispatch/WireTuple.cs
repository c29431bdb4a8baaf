using System.Buffers.Binary;

namespace PostgresWorker.Dispatch;

/// <summary>Walks the values of a tuple as they came over the wire, without reading them.</summary>
internal static class WireTuple
{
    /// <summary>Takes the next value off <paramref name="tuple"/>.</summary>
    public static WireValue Take(ref ReadOnlySpan<byte> tuple)
    {
        var format = (char)tuple[0];
        if (format is 'n' or 'u')
        {
            tuple = tuple[1..];
            return new WireValue(format, default);
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(tuple[1..]);
        var value = new WireValue(format, tuple.Slice(1 + sizeof(int), length));
        tuple = tuple[(1 + sizeof(int) + length)..];
        return value;
    }
}

/// <summary>A value of a tuple.</summary>
/// <param name="format">See <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-TUPLEDATA">TupleData</see>:
/// n NULL, u unchanged and not sent, t text, b binary.</param>
/// <param name="bytes">The value; empty for n and u.</param>
internal readonly ref struct WireValue(char format, ReadOnlySpan<byte> bytes)
{
    public char Format => format;

    public bool IsSent => format != 'u';

    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}
