using System.Diagnostics;
using System.Numerics;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

/// <summary>Numbers as large as the server has them, and intervals at their ends.</summary>
public sealed class LargeValueTests
{
    private const int WholeDigits = 131_072, FractionDigits = 16_383;

    [Fact]
    public void All_digits_of_the_largest_numeric_are_read()
    {
        var digits = new string('9', WholeDigits);
        var expected = BigInteger.Pow(10, WholeDigits) - 1;
        var groups = Enumerable.Repeat((ushort)9_999, WholeDigits / 4).ToArray();
        var clock = Stopwatch.StartNew();
        Assert.Equal(expected, Read(TupleValue.Text(digits)));
        Assert.Equal(-expected, Read(TupleValue.Text($"-{digits}.{new string('0', FractionDigits)}")));

        Assert.Equal(expected, Read(TupleValue.Binary(NumericWire.Write(short.MaxValue, 0, FractionDigits, groups))));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void No_decimal_holds_the_largest_numeric()
    {
        var groups = Enumerable.Repeat((ushort)9_999, (WholeDigits / 4) + 4_096).ToArray();
        var error = Assert.Throws<RowReadException>(() => Table.Read(Table.Numeric, ColumnKind.Decimal, TupleValue.Binary(NumericWire.Write(short.MaxValue, 0, 20, groups))));
        Assert.Contains("more digits than a decimal", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_that_are_not_sent_are_zeros() =>
        Assert.Equal(BigInteger.Pow(10, WholeDigits - 4) * -12, Read(TupleValue.Binary(NumericWire.Write(short.MaxValue, 0x4000, 0, 12))));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1e5")]
    [InlineData("1.x")]
    [InlineData("--1")]
    public void Text_that_is_no_numeric_is_an_error(string text) => Assert.Throws<RowReadException>(() => Read(TupleValue.Text(text)));

    [Fact]
    public void Fraction_of_many_digits_is_no_BigInteger_and_no_decimal()
    {
        var text = TupleValue.Text("0." + new string('0', FractionDigits - 1) + "1");
        Assert.Contains("has a fraction", Assert.Throws<RowReadException>(() => Read(text)).Message, StringComparison.Ordinal);
        Assert.Contains("more digits", Assert.Throws<RowReadException>(() => Table.Read(Table.Numeric, ColumnKind.Decimal, text)).Message, StringComparison.Ordinal);
    }

    /// <summary>Postgres 17 and later have infinite intervals, and read the smallest of 64 bits.</summary>
    [Theory]
    [InlineData("infinity", int.MaxValue, int.MaxValue, long.MaxValue)]
    [InlineData("-infinity", int.MinValue, int.MinValue, long.MinValue)]
    [InlineData("-2562047788:00:54.775808", 0, 0, long.MinValue)]
    public void Interval_at_its_ends(string text, int months, int days, long microseconds) =>
        Assert.Equal(new IntervalValue(months, days, microseconds), Table.Read(Table.Interval, ColumnKind.Interval, TupleValue.Text(text)));

    [Theory]
    [InlineData("\\200", 0x80)]
    [InlineData("\\377", 0xFF)]
    public void Char_beyond_Ascii_is_written_in_octal(string text, int expected)
    {
        var type = new ColumnType("\"char\"", 18, 'b', "char");
        Assert.Equal((byte)expected, Table.Read(type, ColumnKind.Byte, TupleValue.Text(text)));
        Assert.Equal((char)expected, Table.Read(type, ColumnKind.Char, TupleValue.Binary((byte)expected)));
        Assert.Equal(text, Table.Read(type, ColumnKind.String, TupleValue.Binary((byte)expected)));
        Assert.Equal(text, Table.Read(type, ColumnKind.String, TupleValue.Text(text)));
        Assert.Throws<RowReadException>(() => Table.Read(type, ColumnKind.Byte, TupleValue.Text("\\400")));
    }

    [Fact]
    public void Megabyte_of_text_and_of_bytes()
    {
        var text = string.Concat(Enumerable.Repeat("😀x", 200_000));
        Assert.Equal(text, Table.Read(Table.Text, ColumnKind.String, TupleValue.Text(text)));
        Assert.Equal(text, Table.ReadJson(Table.Text, ColumnKind.String, $$"""{"c": "{{text}}"}"""));
        var bytes = Enumerable.Range(0, 1_000_000).Select(i => (byte)i).ToArray();
        var bytea = new ColumnType("bytea", 17, 'b', "bytea");
        Assert.Equal(bytes, Table.Read(bytea, ColumnKind.Bytes, TupleValue.Text("\\x" + Convert.ToHexStringLower(bytes))));
        Assert.Equal(bytes, Table.Read(bytea, ColumnKind.Memory, TupleValue.Binary(bytes)));
    }

    private static BigInteger Read(TupleValue value) => (BigInteger)Table.Read(Table.Numeric, ColumnKind.BigInteger, value);
}
