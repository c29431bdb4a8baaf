using System.Globalization;
using System.Numerics;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>What Postgres 15.18 writes for bytes, characters and large numbers.</summary>
public static partial class ServerValues
{
    private static readonly ServerValue[] Others =
    [
        new("'0'::smallint", 21, ColumnKind.Byte, "0000", "0", (byte)0),
        new("'255'::smallint", 21, ColumnKind.Byte, "00ff", "255", (byte)255),
        new("'256'::smallint", 21, ColumnKind.Byte, "0100", "256", Misfit("not between 0 and 255; declare the property as short")),
        new("'-1'::smallint", 21, ColumnKind.Byte, "ffff", "-1", Misfit("not between 0 and 255")),
        new("'x'::\"char\"", 18, ColumnKind.Byte, "78", "x", (byte)'x'),
        new("''::\"char\"", 18, ColumnKind.Byte, "00", "", (byte)0),
        new("'x'::\"char\"", 18, ColumnKind.Char, "78", "x", 'x'),
        new("''::\"char\"", 18, ColumnKind.Char, "00", "", '\0'),
        new("'é'::text", 25, ColumnKind.Char, "c3a9", "é", 'é'),
        new("'x'::char(1)", 1042, ColumnKind.Char, "78", "x", 'x'),
        new("'x'::char(2)", 1042, ColumnKind.Char, "7820", "x ", Misfit("not one character")),
        new("''::text", 25, ColumnKind.Char, "", "", Misfit("not one character")),
        new("'😀'::text", 25, ColumnKind.Char, "f09f9880", "😀", Misfit("not one character")),
        new("'0'::numeric", 1700, ColumnKind.BigInteger, "0000000000000000", "0", BigInteger.Parse("0", CultureInfo.InvariantCulture)),
        new("'-1'::numeric", 1700, ColumnKind.BigInteger, "00010000400000000001", "-1", BigInteger.Parse("-1", CultureInfo.InvariantCulture)),
        new("'9999'::numeric", 1700, ColumnKind.BigInteger, "0001000000000000270f", "9999", BigInteger.Parse("9999", CultureInfo.InvariantCulture)),
        new("'10000'::numeric", 1700, ColumnKind.BigInteger, "00010001000000000001", "10000", BigInteger.Parse("10000", CultureInfo.InvariantCulture)),
        new("'100000000'::numeric", 1700, ColumnKind.BigInteger, "00010002000000000001", "100000000", BigInteger.Parse("100000000", CultureInfo.InvariantCulture)),
        new("'-12345678901234567890123456789012345678901234567890'::numeric", 1700, ColumnKind.BigInteger, "000d000c40000000000c0d801ed204d2162e23340d801ed204d2162e23340d801ed2", "-12345678901234567890123456789012345678901234567890", BigInteger.Parse("-12345678901234567890123456789012345678901234567890", CultureInfo.InvariantCulture)),
        new("'1200000'::numeric(3,-5)", 1700, ColumnKind.BigInteger, "00010001000000000078", "1200000", new BigInteger(1200000)),
        new("'1200000'::numeric(3,-5)", 1700, ColumnKind.Decimal, "00010001000000000078", "1200000", 1200000m),
        new("'7.000'::numeric", 1700, ColumnKind.BigInteger, "00010000000000030007", "7.000", new BigInteger(7)),
        new("'0.000'::numeric", 1700, ColumnKind.BigInteger, "0000000000000003", "0.000", BigInteger.Zero),
        new("'7.001'::numeric", 1700, ColumnKind.BigInteger, "00020000000000030007000a", "7.001", Misfit("has a fraction")),
        new("'0.00001'::numeric", 1700, ColumnKind.BigInteger, "0001fffe0000000503e8", "0.00001", Misfit("has a fraction")),
        new("'NaN'::numeric", 1700, ColumnKind.BigInteger, "00000000c0000000", "NaN", Misfit("NaN or infinite")),
        new("'Infinity'::numeric", 1700, ColumnKind.BigInteger, "00000000d0000020", "Infinity", Misfit("NaN or infinite")),
        new("'-Infinity'::numeric", 1700, ColumnKind.BigInteger, "00000000f0000020", "-Infinity", Misfit("NaN or infinite")),
        new("'-9223372036854775808'::bigint", 20, ColumnKind.BigInteger, "8000000000000000", "-9223372036854775808", new BigInteger(long.MinValue)),
    ];
}
