using System.Collections;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>
/// Values with the bytes that Postgres 15.18 writes for them: the binary form by the type's send function, the text form by its output
/// function, with the settings that the connection uses (DateStyle ISO, IntervalStyle postgres, bytea_output hex, extra_float_digits 1,
/// TimeZone UTC where no other is named).
/// </summary>
public static partial class ServerValues
{
    private const uint Mood = 16_501, Hstore = 16_502;

    public static ServerValue[] All => [.. Numbers, .. Numerics, .. Texts, .. Dates, .. Intervals, .. Others, .. Networks, .. Geometry, .. Documents];

    /// <summary>The value that was captured from <paramref name="sql"/>.</summary>
    public static ServerValue Of(string sql) => All.First(value => string.Equals(value.Sql, sql, StringComparison.Ordinal));

    /// <summary>What <c>to_jsonb</c> made of it.</summary>
    public static string JsonOf(string sql) => Json1.TryGetValue(sql, out var json) ? json : Json2[sql];

    private static BitArray Bits(string digits) => new([.. digits.Select(digit => digit == '1')]);

    private static ServerMisfit Misfit(string because) => new(because);

    private static TimeOnly Time(int hour, int minute, int second, int microseconds) =>
        new TimeOnly(hour, minute, second).Add(TimeSpan.FromMicroseconds(microseconds));

    private static TimeSpan Span(int days, long microseconds) => TimeSpan.FromDays(days) + TimeSpan.FromMicroseconds(microseconds);

    private static DateTime Local(int year, int month, int day, int hour, int minute, int second, int microseconds) =>
        new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified).AddMicroseconds(microseconds);

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute, int second, int microseconds) =>
        new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddMicroseconds(microseconds);
}
