using System.Text;
using PostgresWorker.Outbox.Provisioning;

namespace PostgresWorker.Tests.Outbox;

/// <summary>No name is cut by Postgres, which would make two of them the same.</summary>
public sealed class OutboxNamesTests
{
    private static readonly OutboxNames Longest = new(new string('a', OutboxNames.MaxConsumerLength));

    [Fact]
    public void Every_name_of_the_longest_consumer_fits()
    {
        string[] names =
        [
            Longest.Table, Longest.Sequence, Longest.Function, Longest.RowFunction, Longest.Channel,
            .. Enumerable.Range(0, OutboxNames.Partitions).SelectMany(segment => new[] { Longest.Partition(segment), Longest.IdIndex(segment) }),
            .. Enum.GetValues<CaptureEvent>().Select(@event => Longest.Trigger(int.MaxValue, @event)),
        ];
        Assert.All(names, name => Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 63));
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_triggers_name_is_before_what_one_would_call_ones_own() =>
        Assert.All(["0", "A", "_", "a", "\"", "RI_ConstraintTrigger_a_1"], name => Assert.True(string.CompareOrdinal(Longest.Trigger(1, CaptureEvent.Insert), name) < 0));
}
