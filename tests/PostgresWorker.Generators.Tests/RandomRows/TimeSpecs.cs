using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NpgsqlTypes;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>Dates and times.</summary>
internal static class TimeSpecs
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private static Gen<DateTime> Instants { get; } =
        from microseconds in ScalarSpecs.Longs(0, DateTime.MaxValue.Ticks / TimeSpan.TicksPerMicrosecond)
        select new DateTime(microseconds * TimeSpan.TicksPerMicrosecond, DateTimeKind.Unspecified);

    public static TypeSpec Timestamp { get; } = ScalarSpecs.Of("DateTime", 1114, "timestamp",
        from instant in Instants
        let text = instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)
        select Sample.Quoted(instant, Microseconds(instant), text) with { Json = JsonText.Of(text.Replace(' ', 'T')) });

    public static TypeSpec Date { get; } = ScalarSpecs.Of("DateOnly", 1082, "date",
        from day in Gen.Choose(0, DateOnly.MaxValue.DayNumber)
        let date = DateOnly.FromDayNumber(day)
        select Sample.Quoted(date, Bytes.Int32(day - DateOnly.FromDateTime(Epoch).DayNumber), date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    public static IReadOnlyList<TypeSpec> All { get; } =
    [
        Timestamp,
        Date,
        ScalarSpecs.Of("DateTimeOffset", 1184, "timestamptz",
            from instant in Instants
            let text = instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture)
            select Sample.Quoted(new DateTimeOffset(instant, TimeSpan.Zero), Microseconds(instant), $"{text}+00") with { Json = JsonText.Of($"{text.Replace(' ', 'T')}+00:00") }),
        ScalarSpecs.Of("TimeOnly", 1083, "time",
            from microseconds in ScalarSpecs.Longs(0, MicrosecondsPerDay - 1)
            select Sample.Quoted(new TimeOnly(microseconds * TimeSpan.TicksPerMicrosecond), Bytes.Int64(microseconds), TimeOfDay(microseconds))),
        ScalarSpecs.Of("TimeSpan", 1186, "interval",
            from days in Gen.Choose(-100_000, 100_000)
            from microseconds in ScalarSpecs.Longs(-3 * MicrosecondsPerDay, 3 * MicrosecondsPerDay)
            let span = TimeSpan.FromDays(days) + TimeSpan.FromMicroseconds(microseconds)
            let whole = IntervalText(0, span.Days, (span - TimeSpan.FromDays(span.Days)).Ticks / TimeSpan.TicksPerMicrosecond)
            select Sample.Quoted(span, Interval(0, days, microseconds), IntervalText(0, days, microseconds)) with { Lossy = JsonText.Of(whole) }),
        ScalarSpecs.Of("NpgsqlTypes.NpgsqlInterval", 1186, "interval",
            from months in Gen.Choose(-100, 100)
            from days in Gen.Choose(-100, 100)
            from microseconds in ScalarSpecs.Longs(-3 * MicrosecondsPerDay, 3 * MicrosecondsPerDay)
            select Sample.Quoted(new NpgsqlInterval(months, days, microseconds), Interval(months, days, microseconds), IntervalText(months, days, microseconds))),
    ];

    private static byte[] Microseconds(DateTime instant) => Bytes.Int64((instant - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);

    private static byte[] Interval(int months, int days, long microseconds) => [.. Bytes.Int64(microseconds), .. Bytes.Int32(days), .. Bytes.Int32(months)];

    /// <summary>As IntervalStyle = postgres: <c>-1 years -2 mons +3 days -04:05:06.7</c>, a plus where the part before is negative.</summary>
    private static string IntervalText(int months, int days, long microseconds)
    {
        var parts = new List<string>();
        var isAfterNegative = false;
        foreach (var (number, unit) in new[] { (months / 12, "year"), (months % 12, "mon"), (days, "day") }.Where(static part => part.Item1 != 0))
        {
            parts.Add($"{(isAfterNegative && number > 0 ? "+" : "")}{number.ToString(CultureInfo.InvariantCulture)} {unit}{(number == 1 ? "" : "s")}");
            isAfterNegative = number < 0;
        }

        if (microseconds != 0 || parts.Count == 0)
        {
            parts.Add($"{(microseconds < 0 ? "-" : isAfterNegative ? "+" : "")}{TimeOfDay(Math.Abs(microseconds))}");
        }

        return string.Join(' ', parts);
    }

    private static string TimeOfDay(long microseconds)
    {
        var (seconds, fraction) = Math.DivRem(microseconds, 1_000_000);
        var text = string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
        return fraction == 0 ? text : $"{text}.{fraction.ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0')}";
    }
}
