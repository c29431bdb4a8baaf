using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>What Postgres 15.18 writes for dates and times.</summary>
public static partial class ServerValues
{
    private static readonly ServerValue[] Dates =
    [
        new("'2000-01-01'::date", 1082, ColumnKind.DateOnly, "00000000", "2000-01-01", new DateOnly(2000, 1, 1)),
        new("'1999-12-31'::date", 1082, ColumnKind.DateOnly, "ffffffff", "1999-12-31", new DateOnly(1999, 12, 31)),
        new("'0001-01-01'::date", 1082, ColumnKind.DateOnly, "fff4dbf9", "0001-01-01", new DateOnly(1, 1, 1)),
        new("'9999-12-31'::date", 1082, ColumnKind.DateOnly, "002c95d3", "9999-12-31", new DateOnly(9999, 12, 31)),
        new("'2024-02-29'::date", 1082, ColumnKind.DateOnly, "00002279", "2024-02-29", new DateOnly(2024, 2, 29)),
        new("'1900-02-28'::date", 1082, ColumnKind.DateOnly, "ffff718e", "1900-02-28", new DateOnly(1900, 2, 28)),
        new("'0001-12-31 BC'::date", 1082, ColumnKind.DateOnly, "fff4dbf8", "0001-12-31 BC", Misfit("outside 0001-01-01")),
        new("'4713-01-01 BC'::date", 1082, ColumnKind.DateOnly, "ffda97cd", "4713-01-01 BC", Misfit("outside 0001-01-01")),
        new("'10000-01-01'::date", 1082, ColumnKind.DateOnly, "002c95d4", "10000-01-01", Misfit("outside 0001-01-01")),
        new("'5874897-12-31'::date", 1082, ColumnKind.DateOnly, "7fda970c", "5874897-12-31", Misfit("outside 0001-01-01")),
        new("'infinity'::date", 1082, ColumnKind.DateOnly, "7fffffff", "infinity", Misfit("infinite")),
        new("'-infinity'::date", 1082, ColumnKind.DateOnly, "80000000", "-infinity", Misfit("infinite")),
        new("'00:00:00'::time", 1083, ColumnKind.TimeOnly, "0000000000000000", "00:00:00", Time(0, 0, 0, 0)),
        new("'23:59:59.999999'::time", 1083, ColumnKind.TimeOnly, "000000141dd75fff", "23:59:59.999999", Time(23, 59, 59, 999999)),
        new("'24:00:00'::time", 1083, ColumnKind.TimeOnly, "000000141dd76000", "24:00:00", Misfit("declare the property as TimeSpan")),
        new("'12:34:56.7'::time", 1083, ColumnKind.TimeOnly, "0000000a8be4ca60", "12:34:56.7", Time(12, 34, 56, 700000)),
        new("'2000-01-01 00:00:00'::timestamp", 1114, ColumnKind.DateTime, "0000000000000000", "2000-01-01 00:00:00", Local(2000, 1, 1, 0, 0, 0, 0)),
        new("'1999-12-31 23:59:59.999999'::timestamp", 1114, ColumnKind.DateTime, "ffffffffffffffff", "1999-12-31 23:59:59.999999", Local(1999, 12, 31, 23, 59, 59, 999999)),
        new("'0001-01-01 00:00:00'::timestamp", 1114, ColumnKind.DateTime, "ff1fe2ffc59c6000", "0001-01-01 00:00:00", Local(1, 1, 1, 0, 0, 0, 0)),
        new("'9999-12-31 23:59:59.999999'::timestamp", 1114, ColumnKind.DateTime, "0380e70b913b7fff", "9999-12-31 23:59:59.999999", Local(9999, 12, 31, 23, 59, 59, 999999)),
        new("'2026-11-22 13:45:06.7'::timestamp", 1114, ColumnKind.DateTime, "000303dc74298ae0", "2026-11-22 13:45:06.7", Local(2026, 11, 22, 13, 45, 6, 700000)),
        new("'0044-03-15 12:00:00 BC'::timestamp", 1114, ColumnKind.DateTime, "ff1af9e8fb46d000", "0044-03-15 12:00:00 BC", Misfit("outside 0001-01-01")),
        new("'4713-01-01 00:00:00 BC'::timestamp", 1114, ColumnKind.DateTime, "fd0f7fbdaf17e000", "4713-01-01 00:00:00 BC", Misfit("outside 0001-01-01")),
        new("'10000-01-01 00:00:00'::timestamp", 1114, ColumnKind.DateTime, "0380e70b913b8000", "10000-01-01 00:00:00", Misfit("outside 0001-01-01")),
        new("'294276-12-31 23:59:59.999999'::timestamp", 1114, ColumnKind.DateTime, "7fffff5bb3b29fff", "294276-12-31 23:59:59.999999", Misfit("outside 0001-01-01")),
        new("'infinity'::timestamp", 1114, ColumnKind.DateTime, "7fffffffffffffff", "infinity", Misfit("infinite")),
        new("'-infinity'::timestamp", 1114, ColumnKind.DateTime, "8000000000000000", "-infinity", Misfit("infinite")),
        new("'2000-01-01 00:00:00+00'::timestamptz", 1184, ColumnKind.DateTimeOffset, "0000000000000000", "2000-01-01 00:00:00+00", Utc(2000, 1, 1, 0, 0, 0, 0)),
        new("'1883-01-01 00:00:00+00'::timestamptz", 1184, ColumnKind.DateTimeOffset, "fff2e206b75c2000", "1883-01-01 00:00:00+00", Utc(1883, 1, 1, 0, 0, 0, 0)),
        new("'2026-07-01 13:45:06.000001+02'::timestamptz", 1184, ColumnKind.DateTimeOffset, "0002f889fdd19481", "2026-07-01 11:45:06.000001+00", Utc(2026, 7, 1, 11, 45, 6, 1)),
        new("'9999-12-31 23:59:59.999999+00'::timestamptz", 1184, ColumnKind.DateTimeOffset, "0380e70b913b7fff", "9999-12-31 23:59:59.999999+00", Utc(9999, 12, 31, 23, 59, 59, 999999)),
        new("'0001-01-01 00:00:00+00'::timestamptz", 1184, ColumnKind.DateTimeOffset, "ff1fe2ffc59c6000", "0001-01-01 00:00:00+00", Utc(1, 1, 1, 0, 0, 0, 0)),
        new("'0044-03-15 12:00:00+00 BC'::timestamptz", 1184, ColumnKind.DateTimeOffset, "ff1af9e8fb46d000", "0044-03-15 12:00:00+00 BC", Misfit("outside 0001-01-01")),
        new("'294276-12-31 12:59:59.999999+00'::timestamptz", 1184, ColumnKind.DateTimeOffset, "7fffff527b5a93ff", "294276-12-31 12:59:59.999999+00", Misfit("outside 0001-01-01")),
        new("'infinity'::timestamptz", 1184, ColumnKind.DateTimeOffset, "7fffffffffffffff", "infinity", Misfit("infinite")),
        new("'-infinity'::timestamptz", 1184, ColumnKind.DateTimeOffset, "8000000000000000", "-infinity", Misfit("infinite")),
        new("'2000-01-01 00:00:00+00'::timestamptz at Asia/Kolkata", 1184, ColumnKind.DateTimeOffset, "0000000000000000", "2000-01-01 05:30:00+05:30", Utc(2000, 1, 1, 0, 0, 0, 0)),
        new("'1883-01-01 00:00:00+00'::timestamptz at Asia/Kolkata", 1184, ColumnKind.DateTimeOffset, "fff2e206b75c2000", "1883-01-01 05:21:10+05:21:10", Utc(1883, 1, 1, 0, 0, 0, 0)),
        new("'2026-07-01 13:45:06.000001+02'::timestamptz at Asia/Kolkata", 1184, ColumnKind.DateTimeOffset, "0002f889fdd19481", "2026-07-01 17:15:06.000001+05:30", Utc(2026, 7, 1, 11, 45, 6, 1)),
        new("'9999-12-31 23:59:59.999999+00'::timestamptz at Asia/Kolkata", 1184, ColumnKind.DateTimeOffset, "0380e70b913b7fff", "10000-01-01 05:29:59.999999+05:30", Utc(9999, 12, 31, 23, 59, 59, 999999)),
        new("'0001-01-01 00:00:00+00'::timestamptz at Asia/Kolkata", 1184, ColumnKind.DateTimeOffset, "ff1fe2ffc59c6000", "0001-01-01 05:53:28+05:53:28", Utc(1, 1, 1, 0, 0, 0, 0)),
        new("'0044-03-15 12:00:00+00 BC'::timestamptz at Asia/Kolkata", 1184, ColumnKind.DateTimeOffset, "ff1af9e8fb46d000", "0044-03-15 17:53:28+05:53:28 BC", Misfit("outside 0001-01-01")),
        new("'2026-01-01 00:00:00+00'::timestamptz at America/St_Johns", 1184, ColumnKind.DateTimeOffset, "0002ea470ae86000", "2025-12-31 20:30:00-03:30", Utc(2026, 1, 1, 0, 0, 0, 0)),
        new("'0001-01-01 00:00:00+00'::timestamptz at America/St_Johns", 1184, ColumnKind.DateTimeOffset, "ff1fe2ffc59c6000", "0001-12-31 20:29:08-03:30:52 BC", Utc(1, 1, 1, 0, 0, 0, 0)),
        new("'1900-01-01 00:00:00+00'::timestamptz at Europe/Amsterdam", 1184, ColumnKind.DateTimeOffset, "fff4c9ee7c0b8000", "1900-01-01 00:19:32+00:19:32", Utc(1900, 1, 1, 0, 0, 0, 0)),
        new("'1900-01-01 00:00:00+00'::timestamptz at Africa/Monrovia", 1184, ColumnKind.DateTimeOffset, "fff4c9ee7c0b8000", "1899-12-31 23:16:52-00:43:08", Utc(1900, 1, 1, 0, 0, 0, 0)),
    ];
}
