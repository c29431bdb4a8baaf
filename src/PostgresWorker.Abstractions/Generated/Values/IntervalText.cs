using System.Buffers.Text;

namespace PostgresWorker.Generated.Values;

/// <summary>
/// Reads the text form of IntervalStyle <c>postgres</c>, which the connection sets: <c>1 year 2 mons -3 days +04:05:06.789</c>.
/// See <see href="https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-OUTPUT">interval output</see>.
/// </summary>
internal static class IntervalText
{
    internal static bool TryRead(ReadOnlySpan<byte> text, out IntervalValue interval)
    {
        long microseconds = 0, days = 0, months = 0;
        interval = default;
        if (text.IsEmpty)
        {
            return false;
        }

        // Postgres 17 and later; the binary form has the same extremes.
        if (text.SequenceEqual("infinity"u8) || text.SequenceEqual("-infinity"u8))
        {
            interval = text[0] == (byte)'-'
                ? new IntervalValue(int.MinValue, int.MinValue, long.MinValue)
                : new IntervalValue(int.MaxValue, int.MaxValue, long.MaxValue);
            return true;
        }

        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)' ');
            var word = end < 0 ? text : text[..end];
            if (word.Contains((byte)':'))
            {
                if (end >= 0 || !TryReadTime(word, out microseconds))
                {
                    return false;
                }

                break;
            }

            if (end < 0 || !TryReadNumber(word, out var number))
            {
                return false;
            }

            text = text[(end + 1)..];
            end = text.IndexOf((byte)' ');
            var unit = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (unit.StartsWith("year"u8))
            {
                months += number * 12L;
            }
            else if (unit.StartsWith("mon"u8))
            {
                months += number;
            }
            else if (unit.StartsWith("day"u8))
            {
                days += number;
            }
            else
            {
                return false;
            }
        }

        interval = new IntervalValue((int)months, (int)days, microseconds);
        return interval.Days == days && interval.Months == months;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> word, out int number) =>
        Utf8Parser.TryParse(word, out number, out var consumed) && consumed == word.Length;

    private static bool TryReadTime(ReadOnlySpan<byte> word, out long microseconds)
    {
        var isNegative = word[0] == (byte)'-';
        if (isNegative || word[0] == (byte)'+')
        {
            word = word[1..];
        }

        var read = DateTimeText.TryReadLongTime(word, out var exact);
        exact = isNegative ? -exact : exact;
        microseconds = (long)exact;
        return read && microseconds == exact;
    }
}
