using PostgresWorker.Generated;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Outbox;

/// <summary>Releases that want the same are known to, and only these.</summary>
public sealed class OutboxWantsTests
{
    private static readonly OutboxDefinition Definition = new("shop", WakesUp: false);

    [Fact]
    public void The_order_of_listeners_and_the_instance_make_no_difference()
    {
        var fingerprint = OutboxWants.Fingerprint(Definition, [On(Shop.Layout.Table), On(Shop.Other)]);
        Assert.Equal(fingerprint, OutboxWants.Fingerprint(Definition with { Instance = 7 }, [On(Shop.Other), On(Shop.Layout.Table)]));
    }

    [Fact]
    public void What_is_captured_or_listened_to_otherwise_makes_one()
    {
        string[] fingerprints =
        [
            OutboxWants.Fingerprint(Definition, [On(Shop.Other)]),
            OutboxWants.Fingerprint(Definition with { WakesUp = true }, [On(Shop.Other)]),
            OutboxWants.Fingerprint(Definition with { Ordering = Ordering.PerTable }, [On(Shop.Other)]),
            OutboxWants.Fingerprint(Definition, [On(Shop.Other), On(Shop.Layout.Table)]),
            OutboxWants.Fingerprint(Definition, []),
            OutboxWants.Fingerprint(Definition, [On(Shop.Other), On(Shop.Other, "Also")]),
        ];
        Assert.Equal(fingerprints.Length, fingerprints.Distinct(StringComparer.Ordinal).Count());
    }

    private static PayloadListenerRoute On(TableName table, string name = "On") => new(name, Shop.Name, table, needsServices: false, (_, _, _) => default);
}
