using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PostgresWorker.Generated;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>Numbers and texts.</summary>
internal static class ScalarSpecs
{
    public const uint FirstOfDatabase = 20_000;

    public static Gen<string> Texts { get; } =
        from parts in Gen.ListOf(Gen.Elements("a", "Z9", "ä", "\"", "\\", "{", "}", ",", "NULL", " ", "(", ")", "[", "😀", "\n", "'", "=>", "x"))
        select string.Concat(parts);

    public static TypeSpec Int32 { get; } = Number("int", 23, "int4", Longs(int.MinValue, int.MaxValue), static number => (int)number, static number => Bytes.Int32((int)number));

    public static TypeSpec Int64 { get; } = Number("long", 20, "int8", Longs(long.MinValue, long.MaxValue), static number => number, Bytes.Int64);

    public static TypeSpec Decimal { get; } = Of("decimal", 1700, "numeric",
        from mantissa in Longs(long.MinValue, long.MaxValue)
        from scale in Gen.Choose(0, 18)
        let number = new decimal(mantissa) * new decimal(1, 0, 0, false, (byte)scale)
        let text = number.ToString(CultureInfo.InvariantCulture)
        select Sample.Literal(number, Bytes.Numeric(text), text));

    public static TypeSpec Text { get; } = Of("string", 25, "text",
        from text in Texts
        select Sample.Quoted(text, Encoding.UTF8.GetBytes(text), text));

    public static IReadOnlyList<TypeSpec> All { get; } =
    [
        Int32, Int64, Decimal, Text,
        Of("bool", 16, "bool", from value in Gen.Elements(true, false) select new Sample(Rendered.Of(value), [value ? (byte)1 : (byte)0], value ? "t" : "f", value ? "true" : "false")),
        Number("short", 21, "int2", Longs(short.MinValue, short.MaxValue), static number => (short)number, static number => Bytes.Int16((short)number)),
        Number("byte", 21, "int2", Longs(0, byte.MaxValue), static number => (byte)number, static number => Bytes.Int16((short)number)),
        Number("decimal", 23, "int4", Longs(int.MinValue, int.MaxValue), static number => (decimal)number, static number => Bytes.Int32((int)number)),
        Of("float", 700, "float4", from bits in Longs(int.MinValue, int.MaxValue) let number = BitConverter.Int32BitsToSingle((int)bits) select Floating(number, Bytes.Single(number), float.IsFinite(number))),
        Of("double", 701, "float8", from bits in Longs(long.MinValue, long.MaxValue) let number = BitConverter.Int64BitsToDouble(bits) select Floating(number, Bytes.Double(number), double.IsFinite(number))),
        Of("System.Numerics.BigInteger", 1700, "numeric",
            from one in Longs(long.MinValue, long.MaxValue)
            from other in Longs(0, long.MaxValue)
            let number = new BigInteger(one) * other
            select Sample.Literal(number, Bytes.Numeric(number.ToString(CultureInfo.InvariantCulture)), number.ToString(CultureInfo.InvariantCulture))),
        Of("char", 25, "text", from text in Gen.Elements("a", "\"", "ß", ",", "{", "\u4e2d") select Sample.Quoted(text[0], Encoding.UTF8.GetBytes(text), text)),
    ];

    public static Gen<long> Longs(long smallest, long largest) =>
        Gen.Frequency((1, Gen.Elements(smallest, largest, Math.Clamp(0, smallest, largest))), (4, Between(smallest, largest)));

    public static TypeSpec Of(string csharp, uint oid, string name, Gen<Sample> values) => new(_ => csharp, new ColumnType(name, oid, 'b', name), values);

    private static Gen<long> Between(long smallest, long largest) =>
        from high in Gen.Choose(int.MinValue, int.MaxValue)
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        let bits = ((ulong)(uint)high << 32) | (uint)low
        let span = (UInt128)((Int128)largest - smallest) + 1
        select (long)(smallest + (Int128)(bits % span));

    private static TypeSpec Number(string csharp, uint oid, string name, Gen<long> numbers, Func<long, object> convert, Func<long, byte[]> binary) =>
        Of(csharp, oid, name, from number in numbers select Sample.Literal(convert(number), binary(number), number.ToString(CultureInfo.InvariantCulture)));

    // JSON has no infinity and no NaN; Postgres writes them as strings.
    private static Sample Floating(IFormattable number, byte[] binary, bool isFinite)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return isFinite ? Sample.Literal(number, binary, text) : Sample.Quoted(number, binary, text);
    }
}
