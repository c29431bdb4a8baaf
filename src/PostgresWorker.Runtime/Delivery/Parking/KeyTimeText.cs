using System.Globalization;

namespace PostgresWorker.Delivery.Parking;

/// <summary>Dates and timestamps of their binary forms as DateStyle ISO writes them, with all that Postgres has and .NET has not: infinities, years BC and above 9999.</summary>
internal static class KeyTimeText
{
    private const long MicrosecondsOfDay = 86_400_000_000;

    // From 0000-03-01 of the proleptic Gregorian calendar to 2000-01-01, from which Postgres counts.
    private const long DaysBefore2000 = 730_425, DaysOfEra = 146_097;

    /// <param name="days">Since 2000-01-01.</param>
    public static string OfDate(int days) => days switch
    {
        int.MaxValue => "infinity",
        int.MinValue => "-infinity",
        _ => Written(days, "", ""),
    };

    /// <param name="microseconds">Since 2000-01-01.</param>
    /// <param name="zone">What stands behind the time.</param>
    public static string OfTimestamp(long microseconds, string zone)
    {
        if (microseconds is long.MaxValue or long.MinValue)
        {
            return microseconds > 0 ? "infinity" : "-infinity";
        }

        var (days, time) = (microseconds / MicrosecondsOfDay, microseconds % MicrosecondsOfDay);
        if (time < 0)
        {
            (days, time) = (days - 1, time + MicrosecondsOfDay);
        }

        var ofDay = TimeSpan.FromMicroseconds(time);
        var fraction = (time % 1_000_000).ToString("D6", CultureInfo.InvariantCulture).TrimEnd('0');
        return Written(days, $" {ofDay.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)}{(fraction.Length > 0 ? "." : "")}{fraction}", zone);
    }

    // See https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    private static string Written(long days, string time, string zone)
    {
        var shifted = days + DaysBefore2000;
        var era = (shifted >= 0 ? shifted : shifted - DaysOfEra + 1) / DaysOfEra;
        var dayOfEra = shifted - (era * DaysOfEra);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var march = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * march) + 2) / 5) + 1;
        var month = march < 10 ? march + 3 : march - 9;
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{(year > 0 ? year : 1 - year):D4}-{month:D2}-{day:D2}{time}{zone}{(year > 0 ? "" : " BC")}");
    }
}
