using FsCheck;
using FsCheck.Fluent;

namespace PostgresWorker.Tests.Delivery.Model;

/// <summary>
/// Random listeners, keys, moves, failures, latencies, orderings, bounds and ends, compared with the rules: the order of each key, nothing confirmed that
/// is not finished, everything delivered or settled, no more in flight than may be, and an end.
/// </summary>
public sealed class DeliveryModelTests
{
    // On a thread without the runner's synchronization context, which would have continuations run elsewhere.
    [Fact]
    public Task The_rules_hold_whatever_happens() => Task.Run(() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(10_000),
        Prop.ForAll(ModelCase.All.ToArbitrary(), @case => Assert.Equal([], new ModelRun(@case).Go()))), TestContext.Current.CancellationToken);
}
