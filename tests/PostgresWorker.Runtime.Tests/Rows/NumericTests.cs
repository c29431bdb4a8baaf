using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Rows;

public sealed class NumericTests
{
    /// <summary>Of 96 random bits, with a part left empty as often as not; zero is never negative in Postgres.</summary>
    private static readonly Gen<decimal> Decimals =
        from low in Part
        from middle in Part
        from high in Part
        from isNegative in Gen.Elements(true, false)
        from scale in Gen.Choose(0, 28)
        select new decimal(low, middle, high, isNegative && (low | middle | high) != 0, (byte)scale);

    private static Gen<int> Part => Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 20_000), Gen.Choose(int.MinValue, int.MaxValue), Gen.Constant(-1));

    [Fact]
    public void Every_decimal_survives_both_forms_with_its_scale() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(5_000), Prop.ForAll(Decimals.ToArbitrary(), number =>
        {
            var text = TupleValue.Text(number.ToString(CultureInfo.InvariantCulture));
            return decimal.GetBits(number).SequenceEqual(decimal.GetBits(Read(TupleValue.Binary(NumericWire.Write(number))))) &&
                decimal.GetBits(number).SequenceEqual(decimal.GetBits(Read(text)));
        }));

    /// <summary>The property above is only as good as its writer.</summary>
    [Fact]
    public void The_writer_of_these_tests_writes_what_the_server_writes()
    {
        var numbers = ServerValues.All.Where(value => value.Expected is decimal).ToList();
        Assert.NotEmpty(numbers);
        Assert.All(numbers, value => Assert.Equal(value.BinaryHex, Convert.ToHexStringLower(NumericWire.Write((decimal)value.Expected))));
    }

    [Fact]
    public void Zeros_beyond_the_stored_groups_are_of_the_display_scale()
    {
        Assert.Equal("12.30000", Read(TupleValue.Binary(NumericWire.Write(0, 0, 5, 12, 3000))).ToString(CultureInfo.InvariantCulture));
        Assert.Equal("12.30000", Read(TupleValue.Binary(NumericWire.Write(0, 0, 5, 12, 3000, 0, 0))).ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_thousand_digits_are_an_error()
    {
        AssertMisfit("more digits than a decimal", TupleValue.Text("1" + new string('0', 1_000)));
        AssertMisfit("more digits than a decimal", TupleValue.Binary(NumericWire.Write(250, 0, 0, 1)));
        AssertMisfit("more digits than a decimal", TupleValue.Binary(NumericWire.Write(short.MaxValue, 0, 0, 1)));
        AssertMisfit("more digits than a decimal", TupleValue.Text("0." + new string('0', 29)));
    }

    [Fact]
    public void Digits_beyond_the_display_scale_are_malformed_and_not_rounded_off() =>
        AssertMisfit("not a well-formed numeric", TupleValue.Binary(NumericWire.Write(0, 0, 1, 1, 2500)));

    [Fact]
    public void Bytes_that_are_no_numeric_are_an_error()
    {
        AssertMisfit("not a well-formed numeric", TupleValue.Binary());
        AssertMisfit("not a well-formed numeric", TupleValue.Binary(0, 0, 0, 0, 0, 0, 0));
        AssertMisfit("not a well-formed numeric", TupleValue.Binary(NumericWire.Write(0, 0, 0, 10_000)));
        AssertMisfit("not a well-formed numeric", TupleValue.Binary(NumericWire.Write(0, 0x1234, 0, 1)));
        AssertMisfit("not a well-formed numeric", TupleValue.Binary(0xFF, 0xFF, 0, 0, 0, 0, 0, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("1.2.3")]
    [InlineData("1e5")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    public void Text_that_is_no_numeric_is_an_error(string text) => AssertMisfit("not a well-formed numeric", TupleValue.Text(text));

    private static decimal Read(TupleValue value) => (decimal)Table.Read(Table.Numeric, ColumnKind.Decimal, value);

    private static void AssertMisfit(string because, TupleValue value) =>
        Assert.Contains(because, Assert.Throws<RowReadException>(() => Read(value)).Message, StringComparison.Ordinal);
}
