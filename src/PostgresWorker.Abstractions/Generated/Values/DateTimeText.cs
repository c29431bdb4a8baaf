namespace PostgresWorker.Generated.Values;

/// <summary>
/// Reads the text forms of DateStyle <c>ISO</c>, which the connection sets: <c>2026-11-22 13:45:06.789+05:30</c>, <c>0044-03-15 BC</c>.
/// See <see href="https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-DATETIME-OUTPUT">date/time output</see>.
/// </summary>
internal static class DateTimeText
{
    private const long MicrosecondsPerSecond = 1_000_000;

    internal static bool TryReadDate(ReadOnlySpan<byte> text, out int day)
    {
        if (text.SequenceEqual("infinity"u8) || text.SequenceEqual("-infinity"u8))
        {
            day = text[0] == (byte)'-' ? int.MinValue : int.MaxValue;
            return true;
        }

        var read = TryTakeDay(ref text, TakeBc(ref text), out var number) && text.IsEmpty;
        day = (int)number;
        return read && number is > int.MinValue and < int.MaxValue;
    }

    /// <summary>Reads a timestamp.</summary>
    /// <param name="text">The text.</param>
    /// <param name="separator">What stands between date and time: a space, and in JSON a T.</param>
    /// <param name="microseconds">Since 2000-01-01, in UTC if there is an offset.</param>
    internal static bool TryReadTimestamp(ReadOnlySpan<byte> text, byte separator, out long microseconds)
    {
        if (text.SequenceEqual("infinity"u8) || text.SequenceEqual("-infinity"u8))
        {
            microseconds = text[0] == (byte)'-' ? long.MinValue : long.MaxValue;
            return true;
        }

        microseconds = 0;
        if (!TryTakeDay(ref text, TakeBc(ref text), out var day) || !TryTake(ref text, separator) || !TryTakeTime(ref text, out var time) || !TryTakeOffset(ref text, out var offset))
        {
            return false;
        }

        var exact = ((Int128)day * TimeValue.MicrosecondsPerDay) + time - (offset * MicrosecondsPerSecond);
        microseconds = (long)exact;
        return text.IsEmpty && microseconds == exact;
    }

    /// <summary>Reads <c>13:45:06.789</c>; of an interval also hours beyond 24.</summary>
    internal static bool TryReadTime(ReadOnlySpan<byte> text, out long microseconds)
    {
        var read = TryReadLongTime(text, out var exact);
        microseconds = (long)exact;
        return read && microseconds == exact;
    }

    /// <summary>Reads the same, and beyond the smallest number of 64 bits, whose sign stands apart.</summary>
    internal static bool TryReadLongTime(ReadOnlySpan<byte> text, out Int128 microseconds) => TryTakeTime(ref text, out microseconds) && text.IsEmpty;

    private static bool TakeBc(ref ReadOnlySpan<byte> text)
    {
        var isBc = text.EndsWith(" BC"u8);
        text = isBc ? text[..^3] : text;
        return isBc;
    }

    private static bool TryTakeDay(ref ReadOnlySpan<byte> text, bool isBc, out long day)
    {
        day = 0;
        if (!TryTakeNumber(ref text, 7, out var year) || !TryTake(ref text, (byte)'-') ||
            !TryTakeNumber(ref text, 2, out var month) || !TryTake(ref text, (byte)'-') ||
            !TryTakeNumber(ref text, 2, out var dayOfMonth) || month is < 1 or > 12 || dayOfMonth < 1)
        {
            return false;
        }

        // The calendar repeats every 400 years; .NET's own begins too late and ends too early.
        var astronomical = (int)(isBc ? 1 - year : year);
        day = TimeValue.DayOf(astronomical, (int)month, (int)dayOfMonth);
        return dayOfMonth <= DateTime.DaysInMonth(2000 + (astronomical % 400), (int)month);
    }

    private static bool TryTakeTime(ref ReadOnlySpan<byte> text, out Int128 microseconds)
    {
        microseconds = 0;
        if (!TryTakeNumber(ref text, 10, out var hours) || !TryTake(ref text, (byte)':') ||
            !TryTakeNumber(ref text, 2, out var minutes) || !TryTake(ref text, (byte)':') ||
            !TryTakeNumber(ref text, 2, out var seconds) || minutes > 59 || seconds > 60)
        {
            return false;
        }

        long fraction = 0;
        if (TryTake(ref text, (byte)'.'))
        {
            var digits = text.Length;
            if (!TryTakeNumber(ref text, 6, out fraction))
            {
                return false;
            }

            for (digits -= text.Length; digits < 6; digits++)
            {
                fraction *= 10;
            }
        }

        microseconds = ((Int128)((((hours * 60) + minutes) * 60) + seconds) * MicrosecondsPerSecond) + fraction;
        return true;
    }

    /// <summary>Reads <c>+05</c>, <c>-03:30</c> or <c>+00:19:32</c> in seconds; none is 0.</summary>
    private static bool TryTakeOffset(ref ReadOnlySpan<byte> text, out long offset)
    {
        offset = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        var sign = text[0] == (byte)'-' ? -1 : 1;
        if (text[0] is not ((byte)'+' or (byte)'-'))
        {
            return false;
        }

        text = text[1..];
        for (var unit = 3600; unit >= 1; unit /= 60)
        {
            if (!TryTakeNumber(ref text, 2, out var number))
            {
                return false;
            }

            offset += number * unit * sign;
            if (!TryTake(ref text, (byte)':'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, byte expected)
    {
        var matches = !text.IsEmpty && text[0] == expected;
        text = matches ? text[1..] : text;
        return matches;
    }

    private static bool TryTakeNumber(ref ReadOnlySpan<byte> text, int maxDigits, out long number)
    {
        var digits = 0;
        number = 0;
        while (digits < maxDigits && digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + (text[digits++] - '0');
        }

        text = text[digits..];
        return digits > 0;
    }
}
