using PostgresWorker.Generated;
using static PostgresWorker.Tests.Rows.Types;

namespace PostgresWorker.Tests.Rows;

/// <summary>Ranges and multiranges in all forms.</summary>
public sealed class RangeTests
{
    private static readonly RowColumn Ints = Column(ColumnKind.Range) with { Element = Shape(ColumnKind.Int32) };

    private static readonly RowColumn IntRanges = Column(ColumnKind.Array) with { Element = Shape(ColumnKind.Range) with { Element = Shape(ColumnKind.Int32) } };

    [Theory]
    [InlineData("0200000004000000010000000400000005", "[1,5)", "[1,5)")]
    [InlineData("01", "empty", "empty")]
    [InlineData("18", "(,)", "(-,-)")]
    [InlineData("0a00000004" + "00000005", "(,5)", null)]
    [InlineData("0800000004" + "00000005", "(,5)", "(-,5)")]
    [InlineData("1200000004" + "fffffffb", "[-5,)", "[-5,-)")]
    [InlineData("0600000004000000010000000400000005", "[1,5]", "[1,5]")]
    public void Integers(string hex, string text, string? expected)
    {
        if (expected is null)
        {
            // A bound that is not there is not inclusive; what the flags say is handed on, as NpgsqlRange takes it.
            Assert.Equal("[-,5)", Read<string>(IntRange, Ints, ReadInts, hex));
            return;
        }

        Assert.Equal(expected, Read<string>(IntRange, Ints, ReadInts, hex));
        Assert.Equal(expected, Read<string>(IntRange, Ints, ReadInts, text: text));
        Assert.Equal(expected, Read<string>(IntRange, Ints, ReadInts, json: $"\"{text}\""));
    }

    [Fact]
    public void Bounds_in_quotes()
    {
        var timestamps = Column(ColumnKind.Range) with { Element = Shape(ColumnKind.DateTime) };
        const string text = """["2024-01-01 00:00:00","2024-01-02 12:00:00")""";
        Assert.Equal("[2024-01-01T00:00:00,2024-01-02T12:00:00)", Read<string>(TimestampRange, timestamps, ReadTimes, text: text));
        Assert.Equal("[2024-01-01T00:00:00,2024-01-02T12:00:00)", Read<string>(TimestampRange, timestamps, ReadTimes, json: """ "[\"2024-01-01 00:00:00\",\"2024-01-02 12:00:00\")" """));

        var texts = Column(ColumnKind.Range) with { Element = Shape(ColumnKind.String) };
        Assert.Equal("[\"],b]", Read<string>(TextRange, texts, ReadTexts, text: "[\"\"\"]\",\"b\"]"));
        Assert.Equal("[,\\)", Read<string>(TextRange, texts, ReadTexts, text: """["","\\")"""));
    }

    [Fact]
    public void Multiranges()
    {
        const string hex = "00000002000000110200000004000000010000000400000003000000110200000004000000050000000400000007";
        Assert.Equal(["[1,3)", "[5,7)"], Read<string[]>(IntMultirange, IntRanges, ReadRanges, hex));
        Assert.Equal(["[1,3)", "[5,7)"], Read<string[]>(IntMultirange, IntRanges, ReadRanges, text: "{[1,3),[5,7)}"));
        Assert.Equal(["[1,3)", "[5,7)"], Read<string[]>(IntMultirange, IntRanges, ReadRanges, json: "\"{[1,3),[5,7)}\""));
        Assert.Empty(Read<string[]>(IntMultirange, IntRanges, ReadRanges, "00000000"));
        Assert.Empty(Read<string[]>(IntMultirange, IntRanges, ReadRanges, text: "{}"));
        Assert.Equal(["(-,-)"], Read<string[]>(IntMultirange, IntRanges, ReadRanges, text: "{(,)}"));
    }

    [Fact]
    public void Array_of_ranges_is_no_multirange() =>
        Assert.Equal(["[1,3)", "empty"], Read<string[]>(Array(IntRange), IntRanges, ReadRanges, text: """{"[1,3)",empty}"""));

    [Theory]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("0200000004000000010000000400")]
    [InlineData("02ffffffff0000000400000005")]
    [InlineData("0100")]
    [InlineData("020000000400000001000000040000000500")]
    public void Binary_form_that_is_not_well_formed_is_an_error(string hex) => Error<string>(IntRange, Ints, ReadInts, hex);

    [Theory]
    [InlineData("")]
    [InlineData("[1,5")]
    [InlineData("1,5)")]
    [InlineData("[1)")]
    [InlineData("[1,5)x")]
    [InlineData("[\"1,5)")]
    [InlineData("emptyx")]
    public void Text_form_that_is_not_well_formed_is_an_error(string text)
    {
        Error<string>(IntRange, Ints, ReadInts, text: text);
        Error<string[]>(IntMultirange, IntRanges, ReadRanges, text: $"{{{text}, {text}}}");
    }

    [Theory]
    [InlineData("7fffffff")]
    [InlineData("80000000")]
    [InlineData("00000001")]
    [InlineData("00000001ffffffff")]
    public void Count_of_a_multirange_is_not_believed(string hex) => Error<string[]>(IntMultirange, IntRanges, ReadRanges, hex);

    private static string ReadInts(in ValueReader value) => Describe(value.GetRange(static (in ValueReader bound) => bound.GetInt32()), bound => $"{bound}");

    private static string ReadTimes(in ValueReader value) => Describe(value.GetRange(static (in ValueReader bound) => bound.GetDateTime()), bound => $"{bound:s}");

    private static string ReadTexts(in ValueReader value) => Describe(value.GetRange(static (in ValueReader bound) => bound.GetString()), bound => bound);

    private static string[] ReadRanges(in ValueReader value) => value.GetArray(ReadInts);

    private static string Describe<T>(RangeValue<T> range, Func<T, string> describe) => range.IsEmpty
        ? "empty"
        : $"{(range.LowerIsInclusive ? '[' : '(')}{(range.LowerIsInfinite ? "-" : describe(range.Lower!))},{(range.UpperIsInfinite ? "-" : describe(range.Upper!))}{(range.UpperIsInclusive ? ']' : ')')}";
}
