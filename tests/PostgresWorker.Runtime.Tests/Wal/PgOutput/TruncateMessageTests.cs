using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Wal.PgOutput;

public sealed class TruncateMessageTests
{
    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, true, false)]
    [InlineData(2, false, true)]
    [InlineData(3, true, true)]
    [InlineData(0xFC, false, false)]
    public void Options_are_bits(int options, bool cascade, bool restartIdentity)
    {
        var truncate = PgOutputDecoder.Truncate(new MessageBuilder('T').Int32(2).Byte(options).Int32(16_400).Int32(4_000_000_000).ToBytes());
        Assert.Equal([16_400u, 4_000_000_000u], truncate.RelationIds);
        Assert.Equal(cascade, truncate.Cascade);
        Assert.Equal(restartIdentity, truncate.RestartIdentity);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(0x40000001)] // times 4 is 4 in 32 bits
    [InlineData(int.MaxValue)]
    public void More_relations_than_the_message_has_are_an_error(int count)
    {
        var error = Assert.Throws<PgOutputException>(() => PgOutputDecoder.Truncate(new MessageBuilder('T').Int32(count).Byte(0).Int32(1).Int32(2).ToBytes()));
        Assert.Contains($"'relation count' of the pgoutput message Truncate announces {count} items of at least 4 bytes and 8 bytes are left", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_relations_than_the_message_has_are_an_error()
    {
        var error = Assert.Throws<PgOutputException>(() => PgOutputDecoder.Truncate(new MessageBuilder('T').Int32(1).Byte(0).Int32(1).Int32(2).ToBytes()));
        Assert.Contains("Truncate has 4 bytes after its last field", error.Message, StringComparison.Ordinal);
    }
}
