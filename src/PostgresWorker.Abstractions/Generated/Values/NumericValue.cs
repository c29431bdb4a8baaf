using System.Buffers.Binary;
using System.Globalization;

namespace PostgresWorker.Generated.Values;

/// <summary>
/// Reads numeric into decimal without losing a digit. The binary form is <c>numeric_send</c>'s: uint16 count of base-10000 digits,
/// int16 weight of the first, uint16 sign, uint16 display scale, then the digits.
/// </summary>
internal static class NumericValue
{
    internal const int HeaderSize = 8, Base = 10_000, DigitsPerGroup = 4;
    internal const ushort Positive = 0x0000, Negative = 0x4000, NaN = 0xC000, PositiveInfinity = 0xD000, NegativeInfinity = 0xF000;
    private const int MaxScale = 28, ShortGroups = 4;

    internal static NumericResult ReadBinary(ReadOnlySpan<byte> value, out decimal number)
    {
        number = 0;
        if (value.Length < HeaderSize)
        {
            return NumericResult.Malformed;
        }

        int groups = BinaryPrimitives.ReadUInt16BigEndian(value);
        var weight = BinaryPrimitives.ReadInt16BigEndian(value[2..]);
        var sign = BinaryPrimitives.ReadUInt16BigEndian(value[4..]);
        var scale = BinaryPrimitives.ReadUInt16BigEndian(value[6..]);
        if (sign is NaN or PositiveInfinity or NegativeInfinity)
        {
            return NumericResult.NotANumber;
        }

        if (sign is not (Positive or Negative) || value.Length != HeaderSize + (groups * sizeof(short)))
        {
            return NumericResult.Malformed;
        }

        if (scale > MaxScale)
        {
            return NumericResult.TooLong;
        }

        if (groups <= ShortGroups && TryReadShort(value[HeaderSize..], DigitsPerGroup * (groups - 1 - weight), scale, out var small))
        {
            number = new decimal((int)(uint)small, (int)(uint)(small >> 32), 0, sign == Negative, (byte)scale);
            return NumericResult.Exact;
        }

        // The unscaled number, brought to exactly `scale` decimal places: the last group may stand for more or fewer of them.
        UInt128 unscaled = 0;
        for (var i = 0; i < groups; i++)
        {
            var group = BinaryPrimitives.ReadUInt16BigEndian(value[(HeaderSize + (i * sizeof(short)))..]);
            if (group >= Base)
            {
                return NumericResult.Malformed;
            }

            if (!TryAppend(ref unscaled, Base, group))
            {
                return NumericResult.TooLong;
            }
        }

        var places = DigitsPerGroup * (groups - 1 - weight);
        for (; places < scale && unscaled != 0; places++)
        {
            if (!TryAppend(ref unscaled, 10, 0))
            {
                return NumericResult.TooLong;
            }
        }

        for (; places > scale && unscaled != 0; places--)
        {
            // Beyond the display scale there are only zeros.
            (unscaled, var digit) = UInt128.DivRem(unscaled, 10);
            if (digit != 0)
            {
                return NumericResult.Malformed;
            }
        }

        if (unscaled >> 96 != 0)
        {
            return NumericResult.TooLong;
        }

        number = new decimal((int)(uint)unscaled, (int)(uint)(unscaled >> 32), (int)(uint)(unscaled >> 64), sign == Negative, (byte)scale);
        return NumericResult.Exact;
    }

    internal static NumericResult ReadText(ReadOnlySpan<byte> text, out decimal number)
    {
        number = 0;
        if (text.SequenceEqual("NaN"u8) || text.EndsWith("Infinity"u8))
        {
            return NumericResult.NotANumber;
        }

        var isNegative = text.StartsWith("-"u8);
        var digits = isNegative ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        var scale = point < 0 ? 0 : digits.Length - point - 1;
        if (digits.IsEmpty || digits.SequenceEqual("."u8))
        {
            return NumericResult.Malformed;
        }

        if (scale > MaxScale)
        {
            return NumericResult.TooLong;
        }

        UInt128 unscaled = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (i == point)
            {
                continue;
            }

            if (digits[i] is < (byte)'0' or > (byte)'9')
            {
                return NumericResult.Malformed;
            }

            if (!TryAppend(ref unscaled, 10, (uint)(digits[i] - '0')))
            {
                return NumericResult.TooLong;
            }
        }

        if (unscaled >> 96 != 0)
        {
            return NumericResult.TooLong;
        }

        number = new decimal((int)(uint)unscaled, (int)(uint)(unscaled >> 32), (int)(uint)(unscaled >> 64), isNegative, (byte)scale);
        return NumericResult.Exact;
    }

    internal static string Explain(NumericResult result) => result switch
    {
        NumericResult.NotANumber => "the value is NaN or infinite, which no decimal is.",
        NumericResult.TooLong => $"the value has more digits than a decimal holds (28 to 29, at most {MaxScale.ToString(CultureInfo.InvariantCulture)} after the point).",
        _ => "the value is not a well-formed numeric.",
    };

    /// <summary>What most numbers are: at most 16 digits, which fit 64 bits with the three zeros that the last group may lack. False where it is not so simple.</summary>
    private static bool TryReadShort(ReadOnlySpan<byte> groups, int places, int scale, out ulong unscaled)
    {
        unscaled = 0;
        for (; !groups.IsEmpty; groups = groups[sizeof(short)..])
        {
            var group = BinaryPrimitives.ReadUInt16BigEndian(groups);
            if (group >= Base)
            {
                return false;
            }

            unscaled = (unscaled * Base) + group;
        }

        ReadOnlySpan<ulong> powers = [1, 10, 100, 1000];
        var shift = scale - places;
        if (shift is <= -DigitsPerGroup or >= DigitsPerGroup)
        {
            return false;
        }

        if (shift >= 0)
        {
            unscaled *= powers[shift];
            return true;
        }

        (unscaled, var rest) = Math.DivRem(unscaled, powers[-shift]);
        return rest == 0;
    }

    /// <summary>Appends digits; false where the number no longer fits 128 bits (a decimal has 96, and zeros may still be taken off).</summary>
    private static bool TryAppend(ref UInt128 number, uint radix, uint digits)
    {
        if (number > (UInt128.MaxValue - digits) / radix)
        {
            return false;
        }

        number = (number * radix) + digits;
        return true;
    }
}
