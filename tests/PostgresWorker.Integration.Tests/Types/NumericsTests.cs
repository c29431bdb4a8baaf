using System.Globalization;
using System.Numerics;
using PostgresWorker.Integration.Types.Matrix;
using static PostgresWorker.Integration.Types.Matrix.Case;

namespace PostgresWorker.Integration.Types;

public sealed class NumericsTests(TypeRows<NumericsTests> rows) : TypeTests<NumericsTests>(rows), ITypeFamily
{
    private const string ManyDigits = "(repeat('9', 131072))::numeric", ManyDecimals = "('-0.' || repeat('7', 16383))::numeric";

    static IEnumerable<TypeCase> ITypeFamily.Cases =>
    [
        Reads("numeric", "0", 0m),
        Reads("numeric", "1.50", 1.50m),
        Reads("numeric", "-79228162514264337593543950335", decimal.MinValue),
        Reads("numeric", "79228162514264337593543950335", decimal.MaxValue),
        Reads("numeric", "0.0000000000000000000000000001", 0.0000000000000000000000000001m),
        Reads("numeric", "123456789012345.12345678901234", 123456789012345.12345678901234m),
        Reads<decimal?>("numeric", "NULL", null),
        Fails<decimal>("numeric", "NULL", "the value is NULL"),
        Fails<decimal>("numeric", "79228162514264337593543950336", "decimal"),
        Fails<decimal>("numeric", "0.00000000000000000000000000001", "28 "),
        Fails<decimal>("numeric", "'NaN'", "NaN"),
        Fails<decimal>("numeric", "'Infinity'", "nfinit"),
        Fails<decimal>("numeric", "'-Infinity'", "nfinit"),
        Fails<decimal?>("numeric", "'NaN'", "NaN"),
        Fails<decimal>("numeric", ManyDigits, "decimal"),
        Fails<decimal>("numeric", ManyDecimals, "28 "),
        Refused<double>("numeric", "declare it as decimal"),
        Refused<float>("numeric", "declare it as decimal"),
        Refused<long>("numeric", "declare it as decimal"),

        Reads("numeric", "-79228162514264337593543950336", BigInteger.Parse("-79228162514264337593543950336", CultureInfo.InvariantCulture)),
        Reads("numeric", ManyDigits, BigInteger.Pow(10, 131_072) - 1),
        Reads("numeric", "1e131071", BigInteger.Pow(10, 131_071)),
        Reads<BigInteger>("numeric", "0", 0),
        Reads<BigInteger>("numeric", "12.000", 12),
        Reads<BigInteger?>("numeric", "NULL", null),
        Fails<BigInteger>("numeric", "1.50", "fraction"),
        Fails<BigInteger>("numeric", ManyDecimals, "fraction"),
        Fails<BigInteger>("numeric", "'NaN'", "NaN"),
        Fails<BigInteger>("numeric", "'-Infinity'", "nfinit"),

        .. Since(
            15,
            Reads("numeric(7,-5)", "123456789", 123500000m),
            Reads<BigInteger>("numeric(7,-5)", "-149999", -100000),
            Reads("numeric(3,5)", "0.00123", 0.00123m)),
        Reads("numeric(12,2)", "-9999999999.99", -9999999999.99m),

        Reads("real", "'-3.4028235e38'", float.MinValue),
        Reads("real", "'3.4028235e38'", float.MaxValue),
        Reads("real", "'1e-45'", float.Epsilon),
        Reads("real", "0.1", 0.1f),
        Reads("real", "'NaN'", float.NaN),
        Reads("real", "'Infinity'", float.PositiveInfinity),
        Reads("real", "'-Infinity'", float.NegativeInfinity),
        Reads<float?>("real", "NULL", null),
        Fails<float>("real", "NULL", "the value is NULL"),
        Reads<double>("real", "0.1", 0.1f),
        Reads<double>("real", "'NaN'", double.NaN),
        Refused<decimal>("real", "declare it as float"),

        Reads("double precision", "'-1.7976931348623157e308'", double.MinValue),
        Reads("double precision", "'1.7976931348623157e308'", double.MaxValue),
        Reads("double precision", "'4.9e-324'", double.Epsilon),
        Reads("double precision", "0.1", 0.1),
        Reads("double precision", "1e20", 1e20),
        Reads("double precision", "'NaN'", double.NaN),
        Reads("double precision", "'Infinity'", double.PositiveInfinity),
        Reads("double precision", "'-Infinity'", double.NegativeInfinity),
        Reads<double?>("double precision", "NULL", null),
        Fails<double>("double precision", "NULL", "the value is NULL"),
        Refused<float>("double precision", "declare it as double"),
        Refused<decimal>("double precision", "declare it as double"),
    ];
}
