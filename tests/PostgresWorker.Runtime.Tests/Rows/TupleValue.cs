using System.Buffers.Binary;
using System.Text;

namespace PostgresWorker.Tests.Rows;

/// <summary>A column of a tuple on the wire.</summary>
public sealed record TupleValue(byte Letter, byte[] Bytes)
{
    public static TupleValue Null { get; } = new((byte)'n', []);

    public static TupleValue Unchanged { get; } = new((byte)'u', []);

    public static TupleValue Binary(params byte[] bytes) => new((byte)'b', bytes);

    public static TupleValue Text(byte[] bytes) => new((byte)'t', bytes);

    public static TupleValue Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    /// <summary>The columns of a tuple, without their count.</summary>
    public static byte[] Tuple(params TupleValue[] values) => [.. values.SelectMany(value => value.ToBytes())];

    public byte[] ToBytes()
    {
        if (Letter is (byte)'n' or (byte)'u')
        {
            return [Letter];
        }

        var bytes = new byte[5 + Bytes.Length];
        bytes[0] = Letter;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), Bytes.Length);
        Bytes.CopyTo(bytes, 5);
        return bytes;
    }
}
