using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>What Postgres 15.18 writes for intervals.</summary>
public static partial class ServerValues
{
    private static readonly ServerValue[] Intervals =
    [
        new("'00:00:00'::interval", 1186, ColumnKind.TimeSpan, "00000000000000000000000000000000", "00:00:00", Span(0, 0)),
        new("'1 day'::interval", 1186, ColumnKind.TimeSpan, "00000000000000000000000100000000", "1 day", Span(1, 0)),
        new("'-1 day'::interval", 1186, ColumnKind.TimeSpan, "0000000000000000ffffffff00000000", "-1 days", Span(-1, 0)),
        new("'-00:00:01'::interval", 1186, ColumnKind.TimeSpan, "fffffffffff0bdc00000000000000000", "-00:00:01", Span(0, -1_000_000)),
        new("'1 day -00:00:01'::interval", 1186, ColumnKind.TimeSpan, "fffffffffff0bdc00000000100000000", "1 day -00:00:01", Span(1, -1_000_000)),
        new("'-3 days +04:05:06.789'::interval", 1186, ColumnKind.TimeSpan, "000000036c97ca88fffffffd00000000", "-3 days +04:05:06.789", Span(-3, 14_706_789_000)),
        new("'2 days 03:04:05.000006'::interval", 1186, ColumnKind.TimeSpan, "00000002925553460000000200000000", "2 days 03:04:05.000006", Span(2, 11_045_000_006)),
        new("'100:00:00'::interval", 1186, ColumnKind.TimeSpan, "00000053d1ac10000000000000000000", "100:00:00", Span(0, 360_000_000_000)),
        new("'2562047788:00:54.775807'::interval", 1186, ColumnKind.TimeSpan, "7fffffffffffffff0000000000000000", "2562047788:00:54.775807", Misfit("outside -10675199 days")),
        new("'10675199 days'::interval", 1186, ColumnKind.TimeSpan, "000000000000000000a2e3ff00000000", "10675199 days", Span(10675199, 0)),
        new("'-10675199 days'::interval", 1186, ColumnKind.TimeSpan, "0000000000000000ff5d1c0100000000", "-10675199 days", Span(-10675199, 0)),
        new("'10675200 days'::interval", 1186, ColumnKind.TimeSpan, "000000000000000000a2e40000000000", "10675200 days", Misfit("outside -10675199 days")),
        new("'1 mon'::interval", 1186, ColumnKind.TimeSpan, "00000000000000000000000000000001", "1 mon", Misfit("has months")),
        new("'-1 mon'::interval", 1186, ColumnKind.TimeSpan, "000000000000000000000000ffffffff", "-1 mons", Misfit("has months")),
        new("'1 year'::interval", 1186, ColumnKind.TimeSpan, "0000000000000000000000000000000c", "1 year", Misfit("has months")),
        new("'-1 mon +5 days'::interval", 1186, ColumnKind.TimeSpan, "000000000000000000000005ffffffff", "-1 mons +5 days", Misfit("has months")),
        new("'1 year -2 mons +3 days -04:05:06'::interval", 1186, ColumnKind.TimeSpan, "fffffffc93743f80000000030000000a", "10 mons 3 days -04:05:06", Misfit("has months")),
        new("'2147483647 days'::interval", 1186, ColumnKind.TimeSpan, "00000000000000007fffffff00000000", "2147483647 days", Misfit("outside -10675199 days")),
        new("'-178000000 years'::interval", 1186, ColumnKind.TimeSpan, "00000000000000000000000080af3a00", "-178000000 years", Misfit("has months")),
    ];
}
