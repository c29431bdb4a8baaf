using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Wal.PgOutput;

public sealed class TransactionMessageTests
{
    private const long FirstMicrosecond = -63_082_281_600_000_000; // extract(epoch from timestamp '0001-01-01' - '2000-01-01') * 1000000
    private const long LastMicrosecond = 252_455_615_999_999_999; // the same of 9999-12-31 23:59:59.999999

    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Begin_has_the_commit_position_the_time_and_the_xid() => Assert.Equal(
        new BeginMessage(Lsn.Parse("16/B374D848"), Epoch.AddSeconds(1), uint.MaxValue),
        PgOutputDecoder.Begin(new MessageBuilder('B').Int64(0x16_B374D848).Int64(1_000_000).Int32(-1).ToBytes()));

    [Fact]
    public void Begin_without_a_commit_position_is_an_error() =>
        AssertMalformed("final LSN", () => PgOutputDecoder.Begin(new MessageBuilder('B').Int64(0).Int64(0).Int32(1).ToBytes()));

    [Fact]
    public void Commit_has_both_positions_and_the_time() => Assert.Equal(
        new CommitMessage(new Lsn(ulong.MaxValue - 1), new Lsn(ulong.MaxValue), Epoch.AddSeconds(-1)),
        PgOutputDecoder.Commit(new MessageBuilder('C').Byte(0).Int64(-2).Int64(-1).Int64(-1_000_000).ToBytes()));

    [Fact]
    public void Commit_with_a_flag_is_an_error() =>
        AssertMalformed("flags", () => PgOutputDecoder.Commit(new MessageBuilder('C').Byte(1).Int64(1).Int64(2).Int64(0).ToBytes()));

    [Fact]
    public void Origin_has_the_position_and_the_name() => Assert.Equal(
        new OriginMessage(new Lsn(7), "pg_16389"),
        PgOutputDecoder.Origin(new MessageBuilder('O').Int64(7).String("pg_16389").ToBytes()));

    [Theory]
    [InlineData(FirstMicrosecond, "0001-01-01T00:00:00.0000000+00:00")]
    [InlineData(0, "2000-01-01T00:00:00.0000000+00:00")]
    [InlineData(LastMicrosecond, "9999-12-31T23:59:59.9999990+00:00")]
    public void Time_of_the_years_1_to_9999_is_read_to_the_microsecond(long microseconds, string expected) =>
        Assert.Equal(expected, PgOutputDecoder.Begin(Begin(microseconds)).CommitTime.ToString("O"));

    [Theory]
    [InlineData(FirstMicrosecond - 1)]
    [InlineData(LastMicrosecond + 1)]
    [InlineData(long.MaxValue)] // infinity
    [InlineData(long.MinValue)] // -infinity
    public void Time_beyond_is_an_error(long microseconds)
    {
        AssertMalformed("commit timestamp", () => PgOutputDecoder.Begin(Begin(microseconds)));
        AssertMalformed("commit timestamp", () => PgOutputDecoder.Commit(new MessageBuilder('C').Byte(0).Int64(1).Int64(2).Int64(microseconds).ToBytes()));
    }

    [Fact]
    public void Name_that_is_not_Utf8_is_an_error() =>
        AssertMalformed("origin name", () => PgOutputDecoder.Origin(new MessageBuilder('O').Int64(7).Raw([0xC3, 0x28, 0]).ToBytes()));

    [Fact]
    public void Name_without_its_end_is_an_error() =>
        AssertMalformed("origin name", () => PgOutputDecoder.Origin(new MessageBuilder('O').Int64(7).Raw("away"u8).ToBytes()));

    private static byte[] Begin(long microseconds) => new MessageBuilder('B').Int64(1).Int64(microseconds).Int32(1).ToBytes();

    private static void AssertMalformed(string field, Action decode) =>
        Assert.Contains($"Field '{field}' of the pgoutput message", Assert.Throws<PgOutputException>(decode).Message, StringComparison.Ordinal);
}
