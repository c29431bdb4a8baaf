using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace PostgresWorker.Generated.Values;

/// <summary>Reads numeric without a fraction into BigInteger: up to 131,072 digits, by way of their decimal text, which .NET reads in less than quadratic time.</summary>
internal static class BigNumber
{
    /// <summary>A weight of 16 bits: 32,768 groups of four digits; and the sign.</summary>
    private const int MaxLength = 131_073;

    internal static NumericResult ReadBinary(ReadOnlySpan<byte> value, out BigInteger number)
    {
        number = default;
        if (value.Length < NumericValue.HeaderSize)
        {
            return NumericResult.Malformed;
        }

        int groups = BinaryPrimitives.ReadUInt16BigEndian(value);
        var weight = BinaryPrimitives.ReadInt16BigEndian(value[2..]);
        var sign = BinaryPrimitives.ReadUInt16BigEndian(value[4..]);
        if (sign is NumericValue.NaN or NumericValue.PositiveInfinity or NumericValue.NegativeInfinity)
        {
            return NumericResult.NotANumber;
        }

        if (sign is not (NumericValue.Positive or NumericValue.Negative) || value.Length != NumericValue.HeaderSize + (groups * sizeof(short)))
        {
            return NumericResult.Malformed;
        }

        var text = ArrayPool<char>.Shared.Rent(((Math.Max((int)weight, 0) + 1) * NumericValue.DigitsPerGroup) + 1);
        try
        {
            text[0] = sign == NumericValue.Negative ? '-' : '0';
            var result = TryWriteDigits(value[NumericValue.HeaderSize..], weight, text.AsSpan(1), out var length);
            if (result == NumericResult.Exact)
            {
                number = BigInteger.Parse(text.AsSpan(0, length + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            }

            return result;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    internal static NumericResult ReadText(ReadOnlySpan<byte> text, out BigInteger number)
    {
        number = default;
        if (text.SequenceEqual("NaN"u8) || text.EndsWith("Infinity"u8))
        {
            return NumericResult.NotANumber;
        }

        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        var digits = whole.StartsWith("-"u8) ? whole[1..] : whole;
        if (digits.IsEmpty || whole.Length > MaxLength || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') || fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return NumericResult.Malformed;
        }

        if (fraction.ContainsAnyExcept((byte)'0'))
        {
            return NumericResult.HasFraction;
        }

        number = BigInteger.Parse(System.Text.Encoding.ASCII.GetString(whole), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return NumericResult.Exact;
    }

    /// <summary>Writes the digits before the point; the groups that are not sent are zeros.</summary>
    private static NumericResult TryWriteDigits(ReadOnlySpan<byte> groups, int weight, Span<char> digits, out int length)
    {
        length = 0;
        for (var place = weight; place >= 0 || !groups.IsEmpty; place--)
        {
            var group = 0;
            if (!groups.IsEmpty)
            {
                group = BinaryPrimitives.ReadUInt16BigEndian(groups);
                groups = groups[sizeof(short)..];
            }

            if (group >= NumericValue.Base || (place < 0 && group != 0))
            {
                return group >= NumericValue.Base ? NumericResult.Malformed : NumericResult.HasFraction;
            }

            for (var i = NumericValue.DigitsPerGroup - 1; i >= 0 && place >= 0; i--)
            {
                digits[length + i] = (char)('0' + (group % 10));
                group /= 10;
            }

            length += place >= 0 ? NumericValue.DigitsPerGroup : 0;
        }

        if (length == 0)
        {
            digits[length++] = '0';
        }

        return NumericResult.Exact;
    }
}
