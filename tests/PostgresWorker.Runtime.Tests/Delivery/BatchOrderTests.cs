using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Delivery;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>Random listeners of batches and of single changes, keys, sizes and barriers: each listener gets each key's changes once and in order.</summary>
public sealed class BatchOrderTests
{
    private static readonly Gen<Run> Runs =
        from lanes in Gen.Choose(1, 4)
        from capacity in Gen.Choose(1, 4)
        from size in Gen.Choose(1, 5)
        from wait in Gen.Choose(0, 1)
        from posts in (from listener in Gen.Choose(0, 2) from key in Gen.Choose(0, 4) from barrier in Gen.Choose(0, 9) select (listener, key, barrier == 0)).ArrayOf()
        select new Run(lanes, capacity, size, wait * 60_000, posts);

    [Fact]
    public void Changes_of_one_key_and_listener_stay_in_order() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Runs.ToArbitrary(), run => run.Go()));

    private sealed record Run(int Lanes, int Capacity, int Size, int Wait, (int Listener, int Key, bool IsBarrier)[] Posts)
    {
        private readonly ConcurrentDictionary<(string Listener, int Key), ConcurrentQueue<int>> _handled = new();
        private int _count;
        private int _largest;

        public void Go() => Assert.True(Task.Run(GoAsync).Wait(TimeSpan.FromSeconds(30)), "The lanes did not end in time.");

        private async Task GoAsync()
        {
            ListenerRoute[] routes =
            [
                Shop.BatchListener("0", Size, Wait, (changes, _, _) => HandleAsync("0", changes)),
                Shop.BatchListener("1", Size, Wait, (changes, _, _) => HandleAsync("1", changes)),
                Shop.Listener("2", ChangeKinds.Rows, (change, _, _) => HandleAsync("2", [change])),
            ];
            var acks = new AckTracker(Lsn.None);
            await using var services = new ServiceCollection().BuildServiceProvider();
            await using var lanes = Handlers.Lanes(Lanes, Capacity, services);
            var transaction = acks.Begin();
            for (var i = 0; i < Posts.Length; i++)
            {
                if (Posts[i].IsBarrier)
                {
                    await lanes.WhenIdleAsync(CancellationToken.None);
                    Assert.Equal(i, Volatile.Read(ref _count));
                }

                await lanes.PostAsync(Shop.RoutedRow(routes[Posts[i].Listener], i, Posts[i].Key), transaction, CancellationToken.None);
            }

            acks.Commit(transaction, new Lsn(1));
            Assert.True(await lanes.DrainAsync(CancellationToken.None));
            Assert.Equal(new Lsn(1), acks.Confirmed);
            Assert.InRange(_largest, 0, Size);
            foreach (var posted in Enumerable.Range(0, Posts.Length).GroupBy(i => ($"{Posts[i].Listener}", Posts[i].Key)))
            {
                Assert.Equal(posted, _handled[posted.Key]);
            }
        }

        private async ValueTask HandleAsync(string listener, IReadOnlyList<Change<Thing>> changes)
        {
            await Task.Yield();
            foreach (var change in changes)
            {
                var ordinal = change.Context.Ordinal;
                _handled.GetOrAdd((listener, Posts[ordinal].Key), _ => new ConcurrentQueue<int>()).Enqueue(ordinal);
                Interlocked.Increment(ref _count);
            }

            _largest = Math.Max(_largest, changes.Count);
        }
    }
}
