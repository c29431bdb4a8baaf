using PostgresWorker.Wal;

namespace PostgresWorker.Tests.Wal;

public sealed class TimeSettingTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1500", 1_500)]
    [InlineData("500ms", 500)]
    [InlineData("15s", 15_000)]
    [InlineData("1min", 60_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("24d", 2_073_600_000)]
    [InlineData("2147483647ms", 2_147_483_647)]
    public void Reads_what_show_prints(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), TimeSetting.Parse(text));

    [Fact]
    public void Reads_microseconds() => Assert.Equal(TimeSpan.FromMicroseconds(250), TimeSetting.Parse("250us"));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-1")]
    [InlineData("1.5s")]
    [InlineData("1 min")]
    [InlineData("1m")]
    [InlineData("1S")]
    [InlineData("99999999999999999999s")]
    public void Anything_else_is_named(string text) =>
        Assert.StartsWith($"'{text}' is not a time setting of Postgres", Assert.Throws<FormatException>(() => TimeSetting.Parse(text)).Message, StringComparison.Ordinal);
}
