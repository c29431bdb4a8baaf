using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Delivery;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>Random keys, random completions: changes of one key are never beside nor before one another.</summary>
public sealed class LaneOrderTests
{
    private static readonly Gen<Run> Runs =
        from lanes in Gen.Choose(1, 6)
        from capacity in Gen.Choose(1, 4)
        from posts in (from key in Gen.Choose(0, 5) from yields in Gen.Choose(0, 4) select (key, yields)).ArrayOf()
        select new Run(lanes, capacity, posts);

    [Fact]
    public void Changes_of_one_key_are_handled_one_after_another_in_the_order_of_posting() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Runs.ToArbitrary(), run => run.Go()));

    private sealed record Run(int Lanes, int Capacity, (int Key, int Yields)[] Posts)
    {
        private readonly ConcurrentDictionary<int, ConcurrentQueue<int>> _handled = new();
        private readonly int[] _running = new int[6];

        public void Go() => Assert.True(Task.Run(GoAsync).Wait(TimeSpan.FromSeconds(30)), "The lanes did not end in time.");

        private async Task GoAsync()
        {
            var route = Shop.TruncateListener("Things.Gone", (change, _, _) => HandleAsync(change.Context.Ordinal));
            var acks = new AckTracker(Lsn.None);
            await using var services = new ServiceCollection().BuildServiceProvider();
            await using var lanes = Handlers.Lanes(Lanes, Capacity, services);
            var transaction = acks.Begin();
            for (var i = 0; i < Posts.Length; i++)
            {
                await lanes.PostAsync(Shop.Routed(route, i, Posts[i].Key), transaction, CancellationToken.None);
            }

            acks.Commit(transaction, new Lsn(1));
            Assert.True(await lanes.DrainAsync(CancellationToken.None));
            Assert.Equal(new Lsn(1), acks.Confirmed);
            foreach (var posted in Enumerable.Range(0, Posts.Length).GroupBy(i => Posts[i].Key))
            {
                Assert.Equal(posted, _handled[posted.Key]);
            }
        }

        // A failed assertion here would only be retried: what was beside another is written down as such.
        private async ValueTask HandleAsync(int ordinal)
        {
            var (key, yields) = Posts[ordinal];
            var beside = Interlocked.Increment(ref _running[key]) - 1;
            for (var i = 0; i < yields; i++)
            {
                await Task.Yield();
            }

            _handled.GetOrAdd(key, _ => new ConcurrentQueue<int>()).Enqueue(beside == 0 ? ordinal : -1);
            Interlocked.Decrement(ref _running[key]);
        }
    }
}
