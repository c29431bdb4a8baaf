using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Tests.Wal.PgOutput;

public sealed class MessageKindTests
{
    [Theory]
    [InlineData('S', "Stream Start")]
    [InlineData('E', "Stream Stop")]
    [InlineData('c', "Stream Commit")]
    [InlineData('A', "Stream Abort")]
    [InlineData('p', "Stream Prepare")]
    public void Streaming_is_named_with_the_way_out(char letter, string name)
    {
        var message = ErrorOf(letter);
        Assert.Contains($"a {name} message: streaming was asked", message, StringComparison.Ordinal);
        Assert.Contains("without the option 'streaming'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('b', "Begin Prepare")]
    [InlineData('P', "Prepare")]
    [InlineData('K', "Commit Prepared")]
    [InlineData('r', "Rollback Prepared")]
    public void Two_phase_is_named_with_the_way_out(char letter, string name)
    {
        var message = ErrorOf(letter);
        Assert.Contains($"a {name} message: the slot was created with two_phase", message, StringComparison.Ordinal);
        Assert.Contains("create it again with two_phase = false", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_letter_is_a_kind_or_an_error()
    {
        var kinds = Enumerable.Range(0, 256).Where(letter => Record.Exception(() => PgOutputDecoder.KindOf([(byte)letter])) is null);
        Assert.Equal("BCDIMORTUY", string.Concat(kinds.Select(letter => (char)letter)));
    }

    [Fact]
    public void Unknown_letter_is_named() => Assert.Contains("unknown kind 0x7A", ErrorOf('z'), StringComparison.Ordinal);

    [Fact]
    public void Empty_message_is_an_error() =>
        Assert.Contains("empty pgoutput message", Assert.Throws<PgOutputException>(() => PgOutputDecoder.KindOf([])).Message, StringComparison.Ordinal);

    [Fact]
    public void Message_is_not_decoded_as_another_kind()
    {
        var origin = new MessageBuilder('O').Int64(1).String("x").ToBytes();
        Assert.Contains("kind Origin was decoded as Type", Assert.Throws<PgOutputException>(() => PgOutputDecoder.Type(origin)).Message, StringComparison.Ordinal);
    }

    private static string ErrorOf(char letter) => Assert.Throws<PgOutputException>(() => PgOutputDecoder.KindOf([(byte)letter])).Message;
}
