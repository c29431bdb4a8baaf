using System.Globalization;
using System.Text;

namespace PostgresWorker.Generated.Values;

/// <summary>Writes an interval in IntervalStyle <c>postgres</c>, as <see cref="IntervalText"/> reads it; and a time, which is one of hours only.</summary>
internal static class IntervalTextWriter
{
    internal static string Write(IntervalValue interval)
    {
        switch (interval)
        {
            // Postgres 17 and later.
            case { Months: int.MaxValue, Days: int.MaxValue, Microseconds: long.MaxValue }:
                return "infinity";
            case { Months: int.MinValue, Days: int.MinValue, Microseconds: long.MinValue }:
                return "-infinity";
        }

        var text = new StringBuilder();
        var isBefore = false;
        Append(text, interval.Months / 12, "year", ref isBefore);
        Append(text, interval.Months % 12, "mon", ref isBefore);
        Append(text, interval.Days, "day", ref isBefore);
        if (text.Length == 0 || interval.Microseconds != 0)
        {
            AppendTime(text, interval.Microseconds, isBefore);
        }

        return text.ToString();
    }

    /// <summary>A positive number behind a negative one has a sign.</summary>
    private static void Append(StringBuilder text, int number, string unit, ref bool isBefore)
    {
        if (number != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? "" : " ")}{(isBefore && number > 0 ? "+" : "")}{number} {unit}{(number == 1 ? "" : "s")}");
            isBefore = number < 0;
        }
    }

    private static void AppendTime(StringBuilder text, long microseconds, bool isBefore)
    {
        var rest = microseconds < 0 ? (ulong)-(Int128)microseconds : (ulong)microseconds;
        var (seconds, fraction) = Math.DivRem(rest, 1_000_000);
        text.Append(text.Length == 0 ? "" : " ").Append(microseconds < 0 ? "-" : isBefore ? "+" : "");
        text.Append(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        if (fraction != 0)
        {
            text.Append('.').Append(fraction.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0'));
        }
    }
}
