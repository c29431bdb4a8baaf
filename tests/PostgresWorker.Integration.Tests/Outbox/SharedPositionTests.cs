using System.Collections.Concurrent;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>Positions up to which everything in the outbox is handled, where several instances share it.</summary>
public sealed class SharedPositionTests(PostgresServer server)
{
    private const long HeldId = 7;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, bool> _handled = new();
    private readonly TaskCompletionSource _goesOn = new();
    private int _held;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_of_two_instances_know_of_it_when_both_have_handled_it_and_not_before()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using var first = await RunningWorker.StartAsync(database, SharingTests.Quick, Hold());
        await using var second = await RunningWorker.StartAsync(database, SharingTests.Quick, Hold());
        await SharingTests.HaveAsync(database, 128, 128);
        await InsertAsync(database, 1, 50);
        var position = await database.CurrentLsnAsync();
        Task[] waits = [first.Control.WhenHandledAsync("shop", position, Token), second.Control.WhenHandledAsync("shop", position, Token)];
        await Eventually.IsTrueAsync(() => _handled.Count == 49 && _held == 1, () => $"all others are handled, and not {_handled.Count}");
        await database.WhenLookedAtAsync();
        Assert.All(waits, wait => Assert.False(wait.IsCompleted));
        _goesOn.SetResult();
        await Task.WhenAll(waits).WaitAsync(Long, Token);
        Assert.Equal(50, _handled.Count);
        Assert.True(first.Control.GetStatus("shop").Handled >= position && second.Control.GetStatus("shop").Handled >= position);
    }

    [Fact]
    public async Task While_somebody_waits_the_others_say_how_far_they_are_before_they_renew_their_leases()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using var first = await RunningWorker.StartAsync(database, SharingTests.Quick, Hold());
        await using var seldom = await RunningWorker.StartAsync(database, options => options.LeaseDuration = TimeSpan.FromMinutes(10), Hold());
        await SharingTests.HaveAsync(database, 128, 128);
        for (var round = 0; round < 3; round++)
        {
            await InsertAsync(database, 100 + (round * 50), 149 + (round * 50));
            var position = await database.CurrentLsnAsync();
            await first.Control.WhenHandledAsync("shop", position, Token).WaitAsync(Long, Token);
            Assert.Equal(50 * (round + 1), _handled.Count);
            await seldom.Control.WhenHandledAsync("shop", position, Token).WaitAsync(Long, Token);
        }

        // Who waits no more asks for nothing.
        await Eventually.IsTrueAsync(async () => await database.ScalarAsync<long>("SELECT count(asked) FROM postgres_worker.instances") == 0, "nobody asks");
    }

    [Fact]
    public async Task An_instance_that_joins_or_leaves_meanwhile_is_waited_for()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using var first = await RunningWorker.StartAsync(database, SharingTests.Quick, Hold());
        await SharingTests.HaveAsync(database, 256);
        await InsertAsync(database, 1, 50);
        var position = await database.CurrentLsnAsync();
        var wait = first.Control.WhenHandledAsync("shop", position, Token);
        await Eventually.IsTrueAsync(() => _handled.Count == 49 && _held == 1, () => $"all others are handled, and not {_handled.Count}");

        await using var second = await RunningWorker.StartAsync(database, SharingTests.Quick, Hold());
        await SharingTests.HaveAsync(database, 128, 128);
        await database.WhenLookedAtAsync();
        Assert.False(wait.IsCompleted);
        var waitThere = second.Control.WhenHandledAsync("shop", position, Token);
        await InsertAsync(database, 51, 100);
        var later = first.Control.WhenHandledAsync("shop", await database.CurrentLsnAsync(), Token);
        await Eventually.IsTrueAsync(() => _handled.Count == 99, () => $"what came later is handled, and not {_handled.Count}");
        Assert.False(waitThere.IsCompleted);

        await second.StopAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => waitThere);
        await SharingTests.HaveAsync(database, 256);
        await database.WhenLookedAtAsync();
        Assert.False(wait.IsCompleted || later.IsCompleted);
        _goesOn.SetResult();
        await Task.WhenAll(wait, later).WaitAsync(Long, Token);
        Assert.Equal(100, _handled.Count);
    }

    [Fact]
    public async Task What_is_in_the_lanes_of_one_that_was_killed_is_waited_for()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using (await RunningWorker.StartAsync(database, SharingTests.Quick, Hold()))
        {
            await SharingTests.HaveAsync(database, 256);
        }

        await database.ExecuteAsync(
            """
            INSERT INTO postgres_worker.instances (consumer, name, wanted, started_at, expires_at) SELECT consumer, 'killed', 'older', now() - interval '1 hour', clock_timestamp() + interval '1 hour' FROM postgres_worker.outboxes;
            UPDATE postgres_worker.lanes SET owner = (SELECT id FROM postgres_worker.instances) WHERE lane < 128
            """);
        _goesOn.SetResult();
        await using var worker = await RunningWorker.StartAsync(database, SharingTests.Quick, Hold());
        await SharingTests.HaveAsync(database, 128, 128);
        await InsertAsync(database, 1, 50);
        var wait = worker.Control.WhenHandledAsync("shop", await database.CurrentLsnAsync(), Token);
        await database.WhenLookedAtAsync();
        Assert.False(wait.IsCompleted);
        Assert.InRange(_handled.Count, 1, 49);
        await database.ExecuteAsync("UPDATE postgres_worker.instances SET expires_at = clock_timestamp() WHERE name = 'killed'");
        await wait.WaitAsync(Long, Token);
        Assert.Equal(50, _handled.Count);
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.InstanceRemoved));
    }

    [Fact]
    public async Task No_wait_ends_before_what_was_committed_is_handled_whoever_writes_comes_or_goes()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        var random = new Random(11);
        _goesOn.SetResult();
        await using var first = await RunningWorker.StartAsync(database, Small, Slow());
        await using var second = await RunningWorker.StartAsync(database, Small, Slow());
        await SharingTests.HaveAsync(database, 128, 128);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var committed = new ConcurrentQueue<long>();
        var writers = Enumerable.Range(1, 3).Select(writer => WriteAsync(database, committed, writer, enough.Token)).ToArray();
        var coming = ComeAndGoAsync(database, enough.Token);
        for (var check = 0; check < 12; check++)
        {
            await Task.Delay(random.Next(100), Token);
            long[] before = [.. committed];
            var position = await database.CurrentLsnAsync();
            await (random.Next(2) == 0 ? first : second).Control.WhenHandledAsync("shop", position, Token).WaitAsync(Long, Token);
            var missing = before.Where(id => !_handled.ContainsKey(id)).ToArray();
            Assert.True(missing.Length == 0, $"In check {check} {string.Join(", ", missing)} were not handled, of {before.Length}; the logs are:\n{first.Log}\n---\n{second.Log}");
        }

        await enough.CancelAsync();
        await Task.WhenAll([.. writers, coming]);
    }

    /// <summary>One key's change is held until it goes on.</summary>
    private Inbox Hold() => new()
    {
        Handler = async (change, ct) =>
        {
            var id = ((Change<Order>)change).Row.Id;
            if (id == HeldId)
            {
                Interlocked.Exchange(ref _held, 1);
                await _goesOn.Task.WaitAsync(ct);
            }

            _handled[id] = true;
        },
    };

    private Inbox Slow() => new()
    {
        Handler = async (change, ct) =>
        {
            var id = ((Change<Order>)change).Row.Id;
            await Task.Delay((int)(id % 20), ct);
            _handled[id] = true;
        },
    };

    private static void Small(SourceOptions options)
    {
        SharingTests.Quick(options);
        (options.MaxConcurrency, options.MaxInFlightChanges) = (4, 16);
    }

    private static Task<int> InsertAsync(TestDatabase database, int from, int to) => database.ExecuteAsync($"INSERT INTO orders (id) SELECT g FROM generate_series({from}, {to}) g");

    private async Task ComeAndGoAsync(TestDatabase database, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await using var third = await RunningWorker.StartAsync(database, Small, Slow());
            await Eventually.IsTrueAsync(() => enough.IsCancellationRequested || third.Inbox.Handled.Count > 40, () => $"it takes its part; the log is:\n{third.Log}");
        }
    }

    /// <summary>Transactions that stay open for some time, so that they are committed in another order than that of their numbers.</summary>
    private static async Task WriteAsync(TestDatabase database, ConcurrentQueue<long> committed, int writer, CancellationToken enough)
    {
        for (var id = writer * 100_000L; !enough.IsCancellationRequested; id++)
        {
            await database.ExecuteAsync($"BEGIN; INSERT INTO orders (id) VALUES ({id}); SELECT pg_sleep({(id % 7) * 0.01:0.##}); COMMIT");
            committed.Enqueue(id);
        }
    }
}
