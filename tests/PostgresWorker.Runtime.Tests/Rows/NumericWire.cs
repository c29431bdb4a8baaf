using System.Buffers.Binary;
using System.Globalization;

namespace PostgresWorker.Tests.Rows;

/// <summary>Writes a decimal as <c>numeric_send</c> does: groups of four digits around the point, without leading or trailing zero groups.</summary>
internal static class NumericWire
{
    public static byte[] Write(decimal number)
    {
        var parts = Math.Abs(number).ToString(CultureInfo.InvariantCulture).Split('.');
        var scale = parts.Length == 2 ? parts[1].Length : 0;
        var whole = parts[0].PadLeft((parts[0].Length + 3) / 4 * 4, '0');
        var fraction = scale == 0 ? "" : parts[1].PadRight((scale + 3) / 4 * 4, '0');
        var groups = (whole + fraction).Chunk(4).Select(group => ushort.Parse(group, CultureInfo.InvariantCulture)).ToList();
        var weight = (whole.Length / 4) - 1;
        while (groups is [0, ..])
        {
            groups.RemoveAt(0);
            weight--;
        }

        while (groups is [.., 0])
        {
            groups.RemoveAt(groups.Count - 1);
        }

        return Write(groups.Count == 0 ? 0 : weight, number < 0 ? 0x4000 : 0, scale, [.. groups]);
    }

    public static byte[] Write(int weight, int sign, int scale, params ushort[] groups)
    {
        var bytes = new byte[8 + (2 * groups.Length)];
        BinaryPrimitives.WriteInt16BigEndian(bytes, (short)groups.Length);
        BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(2), (short)weight);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)sign);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(6), (ushort)scale);
        for (var i = 0; i < groups.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(8 + (2 * i)), groups[i]);
        }

        return bytes;
    }
}
