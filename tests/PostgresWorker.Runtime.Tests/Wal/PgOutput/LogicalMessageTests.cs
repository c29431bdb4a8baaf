using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Wal.PgOutput;

public sealed class LogicalMessageTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(0xFE, false)]
    public void Message_has_its_prefix_and_content_whatever_bytes_these_are(int flags, bool isTransactional)
    {
        var message = PgOutputDecoder.LogicalMessage(new MessageBuilder('M').Byte(flags).Int64(0x1_00000002).String("größe").Int32(3).Raw([0, 0xFF, 0]).ToBytes());
        Assert.Equal(isTransactional, message.IsTransactional);
        Assert.Equal(Lsn.Parse("1/2"), message.Lsn);
        Assert.Equal("größe", message.Prefix);
        Assert.Equal([0, 0xFF, 0], message.Content.ToArray());
    }

    [Fact]
    public void Prefix_and_content_may_be_empty()
    {
        var message = PgOutputDecoder.LogicalMessage(new MessageBuilder('M').Byte(0).Int64(1).String("").Int32(0).ToBytes());
        Assert.Equal("", message.Prefix);
        Assert.True(message.Content.IsEmpty);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(int.MaxValue)]
    public void Content_longer_than_the_message_is_an_error(int length)
    {
        var bytes = new MessageBuilder('M').Byte(0).Int64(1).String("p").Int32(length).Raw([1, 2, 3]).ToBytes();
        var error = Assert.Throws<PgOutputException>(() => PgOutputDecoder.LogicalMessage(bytes));
        Assert.Contains($"'content' of the pgoutput message Message needs {length} bytes and 3 are left", error.Message, StringComparison.Ordinal);
    }
}
