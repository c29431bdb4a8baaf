using NpgsqlTypes;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class TimesTests(TypeRows<TimesTests> rows) : TypeTests<TimesTests>(rows), ITypeFamily
{
    private const string Infinite = "infinite", Outside = "outside 0001-01-01 to 9999-12-31";

    // A DateTime ends 900 nanoseconds later than what Postgres can say.
    private static readonly DateTime Last = DateTime.MaxValue.AddTicks(-9);

    static IEnumerable<TypeCase> ITypeFamily.Cases => [.. Timestamps, .. Dates, .. TimesOfDay, .. Intervals];

    private static IEnumerable<TypeCase> Timestamps =>
    [
        Reads("timestamp", "'0001-01-01'", DateTime.MinValue),
        Reads("timestamp", "'9999-12-31 23:59:59.999999'", Last),
        Reads("timestamp", "'2024-02-29 12:34:56.789012'", new DateTime(2024, 2, 29, 12, 34, 56, 789, 12)),
        Reads("timestamp", "'1969-12-31 23:59:59.5'", new DateTime(1969, 12, 31, 23, 59, 59, 500)),
        Reads<DateTime?>("timestamp", "NULL", null),
        Fails<DateTime>("timestamp", "NULL", "the value is NULL"),
        Fails<DateTime>("timestamp", "'infinity'", Infinite),
        Fails<DateTime>("timestamp", "'-infinity'", Infinite),
        Fails<DateTime>("timestamp", "'0001-12-31 23:59:59 BC'", Outside),
        Fails<DateTime>("timestamp", "'4713-01-01 00:00:00 BC'", Outside),
        Fails<DateTime>("timestamp", "'10000-01-01'", Outside),
        Fails<DateTime>("timestamp", "'294276-12-31 23:59:59.999999'", Outside),
        Refused<DateTimeOffset>("timestamp", "declare it as DateTime"),
        Refused<DateOnly>("timestamp", "declare it as DateTime"),

        Reads("timestamptz", "'0001-01-01Z'", new DateTime(0, DateTimeKind.Utc)),
        Reads("timestamptz", "'2024-02-29 23:34:56.789012-05:30'", new DateTime(2024, 3, 1, 5, 4, 56, 789, 12, DateTimeKind.Utc)),
        Reads("timestamptz", "'0001-01-01Z'", DateTimeOffset.MinValue),
        Reads("timestamptz", "'9999-12-31 23:59:59.999999Z'", new DateTimeOffset(Last, TimeSpan.Zero)),
        Reads("timestamptz", "'2024-02-29 23:34:56.789012-05:30'", new DateTimeOffset(2024, 3, 1, 5, 4, 56, 789, 12, TimeSpan.Zero)),
        Reads<DateTimeOffset?>("timestamptz", "NULL", null),
        Fails<DateTimeOffset>("timestamptz", "NULL", "the value is NULL"),
        Fails<DateTimeOffset>("timestamptz", "'infinity'", Infinite),
        Fails<DateTimeOffset>("timestamptz", "'-infinity'", Infinite),
        Fails<DateTime>("timestamptz", "'infinity'", Infinite),
        Fails<DateTimeOffset>("timestamptz", "'0001-12-31 23:59:59 BC'", Outside),
        Fails<DateTimeOffset>("timestamptz", "'294276-12-31 23:59:59.999999Z'", Outside),
    ];

    private static IEnumerable<TypeCase> Dates =>
    [
        Reads("date", "'0001-01-01'", DateOnly.MinValue),
        Reads("date", "'9999-12-31'", DateOnly.MaxValue),
        Reads("date", "'2000-01-01'", new DateOnly(2000, 1, 1)),
        Reads<DateOnly?>("date", "NULL", null),
        Fails<DateOnly>("date", "NULL", "the value is NULL"),
        Fails<DateOnly>("date", "'infinity'", Infinite),
        Fails<DateOnly>("date", "'-infinity'", Infinite),
        Fails<DateOnly>("date", "'4713-01-01 BC'", Outside),
        Fails<DateOnly>("date", "'5874897-12-31'", Outside),
        Refused<DateTime>("date", "declare it as DateOnly"),
    ];

    private static IEnumerable<TypeCase> TimesOfDay =>
    [
        Reads("time", "'00:00:00'", TimeOnly.MinValue),
        Reads("time", "'23:59:59.999999'", new TimeOnly(23, 59, 59, 999, 999)),
        Reads<TimeOnly?>("time", "NULL", null),
        Fails<TimeOnly>("time", "NULL", "the value is NULL"),
        Fails<TimeOnly>("time", "'24:00:00'", "24:00:00 is no TimeOnly"),
        Reads("time", "'24:00:00'", TimeSpan.FromDays(1)),
        Reads("time", "'00:00:00'", TimeSpan.Zero),
        .. Texts("timetz", "'00:00:00+00'", "'24:00:00-15:59'", "'12:34:56.789012+05:30:15'", "NULL"),
        Refused<TimeOnly>("timetz", "declare it as string"),
        Refused<DateTimeOffset>("timetz", "declare it as string"),
    ];

    private static IEnumerable<TypeCase> Intervals =>
    [
        Reads("interval", "'0'", TimeSpan.Zero),
        ReadsPart("interval", "'1 day -00:00:00.000001'", new TimeSpan(TimeSpan.TicksPerDay - 10), "\"23:59:59.999999\""),
        ReadsPart("interval", "'-49:30:00'", new TimeSpan(-49, -30, 0), "\"-2 days -01:30:00\""),
        Reads("interval", "'-10675199 days -02:48:05.477580'", TimeSpan.MinValue.Add(TimeSpan.FromTicks(8))),
        Reads("interval", "'10675199 days 02:48:05.477580'", TimeSpan.MaxValue.Subtract(TimeSpan.FromTicks(7))),
        Reads<TimeSpan?>("interval", "NULL", null),
        Fails<TimeSpan>("interval", "NULL", "the value is NULL"),
        Fails<TimeSpan>("interval", "'10675200 days'", "outside -10675199 days to 10675199 days"),
        Fails<TimeSpan>("interval", "'-1 mons +2 days -03:04:05.678901'", "months"),
        Fails<TimeSpan>("interval", "'1 year'", "months"),

        Reads("interval", "'0'", new NpgsqlInterval(0, 0, 0)),
        Reads("interval", "'-1 mons +2 days -03:04:05.678901'", new NpgsqlInterval(-1, 2, -11_045_678_901)),
        Reads("interval", "'1 year -13 mons -1 days +00:00:00.000001'", new NpgsqlInterval(-1, -1, 1)),
        Reads("interval", "'178956970 years 7 mons'", new NpgsqlInterval(int.MaxValue, 0, 0)),
        Reads("interval", "'-178956970 years -8 mons'", new NpgsqlInterval(int.MinValue, 0, 0)),
        .. Since(15, Reads("interval", "'2147483647 days 2562047788:00:54.775807'", new NpgsqlInterval(0, int.MaxValue, long.MaxValue))),
        Reads<NpgsqlInterval?>("interval", "NULL", null),
        .. Since(
            17,
            Reads("interval", "'infinity'", new NpgsqlInterval(int.MaxValue, int.MaxValue, long.MaxValue)),
            Reads("interval", "'-infinity'", new NpgsqlInterval(int.MinValue, int.MinValue, long.MinValue)),
            Fails<TimeSpan>("interval", "'infinity'", "infinite")),
        Refused<TimeOnly>("interval", "declare it as TimeSpan"),
    ];
}
