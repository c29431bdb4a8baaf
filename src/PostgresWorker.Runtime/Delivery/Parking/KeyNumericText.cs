using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace PostgresWorker.Delivery.Parking;

/// <summary>A numeric of its binary form (numeric_send: groups of four digits, the first one's weight, sign, scale) as Postgres writes it, whatever its size.</summary>
internal static class KeyNumericText
{
    private const int Negative = 0x4000, NaN = 0xC000, Infinity = 0xD000, NegativeInfinity = 0xF000;

    public static string Of(ReadOnlySpan<byte> value)
    {
        var groups = value[8..];
        var weight = BinaryPrimitives.ReadInt16BigEndian(value[2..]);
        var sign = BinaryPrimitives.ReadUInt16BigEndian(value[4..]);
        var scale = BinaryPrimitives.ReadUInt16BigEndian(value[6..]);
        switch (sign)
        {
            case NaN:
                return "NaN";
            case Infinity or NegativeInfinity:
                return sign == Infinity ? "Infinity" : "-Infinity";
        }

        var text = new StringBuilder();
        for (var i = 0; i <= weight; i++)
        {
            text.Append(Group(groups, i).ToString("D4", CultureInfo.InvariantCulture));
        }

        var whole = text.ToString().TrimStart('0');
        text.Clear();
        for (var i = weight + 1; text.Length < scale; i++)
        {
            text.Append(Group(groups, i).ToString("D4", CultureInfo.InvariantCulture));
        }

        return $"{(sign == Negative ? "-" : "")}{(whole.Length == 0 ? "0" : whole)}{(scale == 0 ? "" : ".")}{text.ToString(0, scale)}";
    }

    private static int Group(ReadOnlySpan<byte> groups, int index) =>
        index >= 0 && index < groups.Length / 2 ? BinaryPrimitives.ReadInt16BigEndian(groups[(index * 2)..]) : 0;
}
