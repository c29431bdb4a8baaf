using System.Numerics;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class IntegersTests(TypeRows<IntegersTests> rows) : TypeTests<IntegersTests>(rows), ITypeFamily
{
    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads("smallint", "-32768", short.MinValue),
        Reads("smallint", "32767", short.MaxValue),
        Reads<short?>("smallint", "NULL", null),
        Fails<short>("smallint", "NULL", "the value is NULL"),
        Reads<int>("smallint", "-32768", short.MinValue),
        Reads<long>("smallint", "-32768", short.MinValue),
        Reads<decimal>("smallint", "-32768", short.MinValue),
        Reads<BigInteger>("smallint", "-32768", short.MinValue),
        Refused<double>("smallint", "declare it as short"),

        Reads<byte>("smallint", "0", 0),
        Reads<byte>("smallint", "255", 255),
        Reads<byte?>("smallint", "NULL", null),
        Fails<byte>("smallint", "256", "not between 0 and 255"),
        Fails<byte>("smallint", "-1", "not between 0 and 255"),

        Reads("integer", "-2147483648", int.MinValue),
        Reads("integer", "2147483647", int.MaxValue),
        Reads("integer", "0", 0),
        Reads<int?>("integer", "7", 7),
        Reads<int?>("integer", "NULL", null),
        Fails<int>("integer", "NULL", "the value is NULL"),
        Reads<long>("integer", "-2147483648", int.MinValue),
        Reads<decimal>("integer", "-2147483648", int.MinValue),
        Reads<BigInteger>("integer", "-2147483648", int.MinValue),
        Refused<short>("integer", "declare it as int"),
        Refused<byte>("integer", "declare it as int"),
        Refused<float>("integer", "declare it as int"),
        Refused<double>("integer", "declare it as int"),
        Refused<bool>("integer", "declare it as int"),

        Reads("bigint", "-9223372036854775808", long.MinValue),
        Reads("bigint", "9223372036854775807", long.MaxValue),
        Reads<long?>("bigint", "NULL", null),
        Fails<long>("bigint", "NULL", "the value is NULL"),
        Reads<decimal>("bigint", "-9223372036854775808", long.MinValue),
        Reads<BigInteger>("bigint", "9223372036854775807", long.MaxValue),
        Reads<BigInteger?>("bigint", "NULL", null),
        Refused<int>("bigint", "declare it as long"),
        Refused<short>("bigint", "declare it as long"),
        Refused<double>("bigint", "declare it as long"),

        Reads<long>("oid", "0", 0),
        Reads<long>("oid", "4294967295", uint.MaxValue),
        Reads<long?>("oid", "NULL", null),
        Refused<int>("oid", "declare it as long"),
    ];
}
