using PostgresWorker.Snapshots;

namespace PostgresWorker.Runtime.Tests.Snapshots;

public sealed class VisibleTransactionsTests
{
    [Theory]
    [InlineData("10:20:10,14", 9u, true)]
    [InlineData("10:20:10,14", 10u, false)]
    [InlineData("10:20:10,14", 11u, true)]
    [InlineData("10:20:10,14", 14u, false)]
    [InlineData("10:20:10,14", 19u, true)]
    [InlineData("10:20:10,14", 20u, false)]
    [InlineData("10:20:10,14", 21u, false)]
    [InlineData("20:20:", 19u, true)]
    [InlineData("20:20:", 20u, false)]
    [InlineData("4294967290:4294967300:4294967295,4294967298", 4294967294u, true)]
    [InlineData("4294967290:4294967300:4294967295,4294967298", 4294967295u, false)]
    [InlineData("4294967290:4294967300:4294967295,4294967298", 3u, true)]
    [InlineData("4294967290:4294967300:4294967295,4294967298", 2u, false)]
    [InlineData("4294967290:4294967300:4294967295,4294967298", 4u, false)]
    [InlineData("8589934600:8589934600:", 4294967000u, true)]
    public void A_transaction_is_seen_if_it_ended_before_and_was_not_in_progress(string snapshot, uint transaction, bool isSeen) =>
        Assert.Equal(isSeen, VisibleTransactions.Parse(snapshot).Has(transaction));

    [Fact]
    public void What_the_stream_has_brought_must_be_seen_all_of_it()
    {
        var streamed = new StreamedTransactions();
        for (var id = 1u; id <= 10_000; id++)
        {
            streamed.Add(id);
        }

        Assert.True(streamed.AreIn(VisibleTransactions.Parse("10001:10001:")));
        Assert.False(streamed.AreIn(VisibleTransactions.Parse("9999:10001:9999")));
        Assert.False(streamed.AreIn(VisibleTransactions.Parse("10000:10000:")));
    }
}
