using System.Buffers.Binary;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>Numbers as the wire has them, the most significant byte first.</summary>
internal static class Bytes
{
    public static byte[] Int16(short number)
    {
        var bytes = new byte[sizeof(short)];
        BinaryPrimitives.WriteInt16BigEndian(bytes, number);
        return bytes;
    }

    public static byte[] Int32(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    public static byte[] Int64(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    public static byte[] Single(float number) => Int32(BitConverter.SingleToInt32Bits(number));

    public static byte[] Double(double number) => Int64(BitConverter.DoubleToInt64Bits(number));

    /// <summary>A part of a value: its length, or -1 for NULL, and its bytes.</summary>
    public static byte[] Part(Sample? value) => value is null ? Int32(-1) : [.. Int32(value.Binary.Length), .. value.Binary];

    /// <summary>A numeric: count of digits to base 10000, weight of the first, sign, display scale, digits.</summary>
    public static byte[] Numeric(string text)
    {
        const int Group = 4;
        var isNegative = text.StartsWith('-');
        var parts = text.TrimStart('-').Split('.');
        var (whole, fraction) = (parts[0], parts.Length > 1 ? parts[1] : "");
        whole = whole.PadLeft((whole.Length + Group - 1) / Group * Group, '0');
        var digits = whole + fraction.PadRight((fraction.Length + Group - 1) / Group * Group, '0');
        var groups = Enumerable.Range(0, digits.Length / Group)
            .Select(i => short.Parse(digits.AsSpan(i * Group, Group), System.Globalization.CultureInfo.InvariantCulture))
            .ToList();
        var weight = (whole.Length / Group) - 1;
        for (; groups.Count > 0 && groups[0] == 0; weight--)
        {
            groups.RemoveAt(0);
        }

        while (groups.Count > 0 && groups[^1] == 0)
        {
            groups.RemoveAt(groups.Count - 1);
        }

        return
        [
            .. Int16((short)groups.Count), .. Int16(groups.Count == 0 ? (short)0 : (short)weight),
            .. Int16(isNegative && groups.Count > 0 ? (short)0x4000 : (short)0), .. Int16((short)fraction.Length), .. groups.SelectMany(Int16),
        ];
    }
}
