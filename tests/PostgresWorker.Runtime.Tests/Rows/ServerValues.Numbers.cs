using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>What Postgres 15.18 writes for numbers and booleans.</summary>
public static partial class ServerValues
{
    private static readonly ServerValue[] Numbers =
    [
        new("'true'::boolean", 16, ColumnKind.Boolean, "01", "t", true),
        new("'false'::boolean", 16, ColumnKind.Boolean, "00", "f", false),
        new("'-32768'::smallint", 21, ColumnKind.Int16, "8000", "-32768", (short)(-32768)),
        new("'32767'::smallint", 21, ColumnKind.Int16, "7fff", "32767", (short)32767),
        new("'0'::smallint", 21, ColumnKind.Int16, "0000", "0", (short)0),
        new("'-1'::smallint", 21, ColumnKind.Int16, "ffff", "-1", (short)(-1)),
        new("'-2147483648'::integer", 23, ColumnKind.Int32, "80000000", "-2147483648", int.MinValue),
        new("'2147483647'::integer", 23, ColumnKind.Int32, "7fffffff", "2147483647", int.MaxValue),
        new("'0'::integer", 23, ColumnKind.Int32, "00000000", "0", 0),
        new("'-9223372036854775808'::bigint", 20, ColumnKind.Int64, "8000000000000000", "-9223372036854775808", long.MinValue),
        new("'9223372036854775807'::bigint", 20, ColumnKind.Int64, "7fffffffffffffff", "9223372036854775807", long.MaxValue),
        new("'-1'::bigint", 20, ColumnKind.Int64, "ffffffffffffffff", "-1", -1L),
        new("'0'::oid", 26, ColumnKind.Int64, "00000000", "0", 0L),
        new("'2147483648'::oid", 26, ColumnKind.Int64, "80000000", "2147483648", 2147483648L),
        new("'4294967295'::oid", 26, ColumnKind.Int64, "ffffffff", "4294967295", 4294967295L),
        new("'0.1'::real", 700, ColumnKind.Single, "3dcccccd", "0.1", 0.1f),
        new("'-3.4028235e38'::real", 700, ColumnKind.Single, "ff7fffff", "-3.4028235e+38", -3.4028235e38f),
        new("'1e-45'::real", 700, ColumnKind.Single, "00000001", "1e-45", 1e-45f),
        new("'NaN'::real", 700, ColumnKind.Single, "7fc00000", "NaN", float.NaN),
        new("'Infinity'::real", 700, ColumnKind.Single, "7f800000", "Infinity", float.PositiveInfinity),
        new("'-Infinity'::real", 700, ColumnKind.Single, "ff800000", "-Infinity", float.NegativeInfinity),
        new("'16777216'::real", 700, ColumnKind.Single, "4b800000", "1.6777216e+07", 16777216f),
        new("'0.1'::double precision", 701, ColumnKind.Double, "3fb999999999999a", "0.1", 0.1d),
        new("'1.7976931348623157e308'::double precision", 701, ColumnKind.Double, "7fefffffffffffff", "1.7976931348623157e+308", 1.7976931348623157e308d),
        new("'5e-324'::double precision", 701, ColumnKind.Double, "0000000000000001", "5e-324", 5e-324d),
        new("'NaN'::double precision", 701, ColumnKind.Double, "7ff8000000000000", "NaN", double.NaN),
        new("'-Infinity'::double precision", 701, ColumnKind.Double, "fff0000000000000", "-Infinity", double.NegativeInfinity),
        new("'-0'::double precision", 701, ColumnKind.Double, "8000000000000000", "-0", double.NegativeZero),
        new("'0.30000000000000004'::double precision", 701, ColumnKind.Double, "3fd3333333333334", "0.30000000000000004", 0.30000000000000004d),
    ];
}
