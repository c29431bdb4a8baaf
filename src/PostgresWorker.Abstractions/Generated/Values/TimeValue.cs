namespace PostgresWorker.Generated.Values;

/// <summary>Postgres counts from 2000-01-01, in days and in microseconds.</summary>
internal static class TimeValue
{
    internal const long MicrosecondsPerDay = 86_400_000_000;

    private const int EpochDay = 730_119; // DateOnly(2000, 1, 1).DayNumber

    /// <summary>The .NET ticks of a timestamp; false where .NET has none (infinity, BC, after 9999).</summary>
    internal static bool TryTicks(long microseconds, out long ticks)
    {
        const long first = -EpochDay * MicrosecondsPerDay;
        var last = first + (DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond);
        if (microseconds < first || microseconds > last)
        {
            ticks = 0;
            return false;
        }

        ticks = (microseconds - first) * TimeSpan.TicksPerMicrosecond;
        return true;
    }

    /// <summary>The date; false where .NET has none (infinity, BC, after 9999).</summary>
    internal static bool TryDate(int day, out DateOnly date)
    {
        var number = (long)day + EpochDay;
        var fits = number >= 0 && number <= DateOnly.MaxValue.DayNumber;
        date = fits ? DateOnly.FromDayNumber((int)number) : default;
        return fits;
    }

    /// <summary>The day of a proleptic Gregorian date from 2000-01-01, for any year (0 is 1 BC).</summary>
    internal static long DayOf(int year, int month, int day)
    {
        // Years begin in March, so that the leap day is the last of its year.
        long y = month <= 2 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 730_425;
    }
}
