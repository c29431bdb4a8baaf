using System.Globalization;

namespace PostgresWorker.Abstractions.Tests;

public sealed class LsnTests
{
    [Theory]
    [InlineData("0/0", 0ul)]
    [InlineData("0/1", 1ul)]
    [InlineData("1/0", 0x1_0000_0000ul)]
    [InlineData("16/B374D848", 0x16_B374_D848ul)]
    [InlineData("16/b374d848", 0x16_B374_D848ul)]
    [InlineData("FFFFFFFF/FFFFFFFF", ulong.MaxValue)]
    public void A_position_is_read_and_written_as_postgres_does(string text, ulong value)
    {
        Assert.Equal(new Lsn(value), Lsn.Parse(text));
        Assert.Equal(text.ToUpperInvariant(), new Lsn(value).ToString());
        Assert.Equal(text.ToUpperInvariant(), string.Create(CultureInfo.InvariantCulture, $"{new Lsn(value)}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("1")]
    [InlineData("1/")]
    [InlineData("/1")]
    [InlineData("1/2/3")]
    [InlineData("123456789/0")]
    [InlineData("0/123456789")]
    [InlineData("G/0")]
    [InlineData("-1/0")]
    [InlineData(" 1/0")]
    public void What_is_no_position_is_refused(string text)
    {
        Assert.False(Lsn.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => Lsn.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0/2", "0/10")]
    [InlineData("9/FFFFFFFF", "A/0")]
    [InlineData("7FFFFFFF/0", "80000000/0")]
    public void Positions_are_ordered_as_numbers(string earlier, string later)
    {
        var (first, second) = (Lsn.Parse(earlier), Lsn.Parse(later));

        Assert.True(first < second && second > first && first <= second && second >= first);
        Assert.False(first > second || second < first || first >= second || second <= first);
        Assert.True(first.CompareTo(second) < 0);
        Assert.Equal(0, first.CompareTo(Lsn.Parse(earlier)));
    }

    [Fact]
    public void A_span_too_short_is_not_written_to() => Assert.False(((ISpanFormattable)new Lsn(16)).TryFormat(new char[2], out _, default, null));
}
