using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>Several instances share the lanes of one outbox.</summary>
public sealed class SharingTests(PostgresServer server)
{
    private const int Keys = 50;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_instances_have_half_of_the_lanes_each_and_one_that_stops_leaves_its_own_to_the_other()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        var journal = new Journal();
        await using var first = await RunningWorker.StartAsync(database, Quick, journal.Of("first"));
        await HaveAsync(database, 256);
        await database.ExecuteAsync($"INSERT INTO orders (id) SELECT g FROM generate_series(1, {Keys}) g");
        await using var second = await RunningWorker.StartAsync(database, Quick, journal.Of("second"));
        await UpdateAsync(database, 2, 30);
        await HaveAsync(database, 128, 128);
        Assert.True(first.Log.Contains(PostgresWorkerEventIds.LanesGivenUp), first.Log.ToString());
        Assert.True(second.Log.Contains(PostgresWorkerEventIds.LanesTaken), second.Log.ToString());
        await UpdateAsync(database, 31, 60);
        await HasHandledAsync(journal, Keys * 60, first);
        Assert.True(journal.Lines.Count(line => line.Worker == "second") > Keys * 10, "The second did not do its part.");

        await first.StopAsync();
        await HaveAsync(database, 256);
        await UpdateAsync(database, 61, 70);
        await HasHandledAsync(journal, Keys * 70, second);
        journal.AssertOnceAndInOrder(Enumerable.Range(1, Keys).ToDictionary(key => (long)key, _ => 70L), first, second);
        Assert.Equal(0, second.Log.Count(PostgresWorkerEventIds.InstanceRemoved));
    }

    [Fact]
    public async Task Instances_that_come_and_go_amid_changes_repeat_none_and_keep_the_order_of_every_key()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        var random = new Random(7);
        var journal = new Journal();
        await using var stays = await RunningWorker.StartAsync(database, Small, journal.Of("0", Slow));
        await database.ExecuteAsync($"INSERT INTO orders (id) SELECT g FROM generate_series(1, {Keys}) g");
        using var rounds = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writing = WriteUntilAsync(database, journal, rounds.Token);
        for (var round = 1; round <= 6; round++)
        {
            await using var one = await RunningWorker.StartAsync(database, Small, journal.Of($"{round}", Slow));
            await using var another = random.Next(2) == 0 ? await RunningWorker.StartAsync(database, Small, journal.Of($"{round}b", Slow)) : null;
            await Eventually.IsTrueAsync(() => one.Inbox.Handled.Count > random.Next(30), () => $"it takes its part; the log is:\n{one.Log}");
            await one.StopAsync();
        }

        await rounds.CancelAsync();
        var versions = await writing;
        await HasHandledAsync(journal, Keys * versions, stays);
        journal.AssertOnceAndInOrder(Enumerable.Range(1, Keys).ToDictionary(key => (long)key, _ => (long)versions), stays);
    }

    [Fact]
    public async Task What_was_read_before_its_lane_went_to_another_instance_and_came_back_is_not_delivered_again()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        var journal = new Journal();
        var gate = new TaskCompletionSource();
        await using var first = await RunningWorker.StartAsync(database, Single, journal.Of("first", (_, ct) => gate.Task.WaitAsync(ct)));
        await HaveAsync(database, 256);
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(1, 200) g");
        await Eventually.IsTrueAsync(() => first.Inbox.Attempts.Count == 1, "it is full, and has read all the others");
        await using var second = await RunningWorker.StartAsync(database, Quick, journal.Of("second"));
        await Eventually.IsTrueAsync(() => journal.Count > 50, () => $"the other handles what is in its lanes; its log is:\n{second.Log}");
        await second.StopAsync();
        await HaveAsync(database, 256);
        gate.SetResult();
        await HasHandledAsync(journal, 200, first);
        await database.WhenEverythingIsConfirmedAsync();
        journal.AssertOnceAndInOrder(Enumerable.Range(1, 200).ToDictionary(key => (long)key, _ => 1L), first, second);
    }

    [Fact]
    public async Task One_that_was_killed_is_not_heard_of_for_its_lease_and_loses_its_lanes()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable, capture: Capture.Outbox);
        var folder = Directory.CreateTempSubdirectory("sharing").FullName;
        try
        {
            await using var first = TestWorkerProcess.Start(database, ("Log", Path.Combine(folder, "first")));
            await TestWorkerProcess.IsStreamingAsync(first, Token);
            await using var second = TestWorkerProcess.Start(database, ("Log", Path.Combine(folder, "second")));
            await HaveAsync(database, 128, 128);
            await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 100) g");
            await database.WhenEverythingIsConfirmedAsync();
            await first.KillAsync(Token);
            await database.ExecuteAsync("UPDATE items SET version = 2");
            await second.LineAsync(line => line.Contains("was not heard of for its lease", StringComparison.Ordinal), Token);
            await HaveAsync(database, 256);
            await database.WhenEverythingIsConfirmedAsync();
            var lines = DeliveredLine.ReadAll(Path.Combine(folder, "first")).Concat(DeliveredLine.ReadAll(Path.Combine(folder, "second"))).ToArray();
            Assert.Equal(200, lines.DistinctBy(line => line.ChangeId).Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static void Quick(SourceOptions options)
    {
        options.LeaseDuration = TimeSpan.FromSeconds(5);
        options.PollInterval = TimeSpan.FromMilliseconds(100);
        options.DrainTimeout = TimeSpan.FromSeconds(5);
    }

    /// <summary>Waits until the instances hold so many lanes, and nobody else any.</summary>
    internal static Task HaveAsync(TestDatabase database, params long[] lanes) => Eventually.IsTrueAsync(
        async () => (await database.ScalarAsync<long[]>("SELECT ARRAY(SELECT count(owner) FROM postgres_worker.lanes GROUP BY owner ORDER BY 1)")).SequenceEqual(lanes),
        $"the instances hold {string.Join(" and ", lanes)} lanes",
        TimeSpan.FromSeconds(20));

    /// <summary>So little in flight that what was read waits behind it.</summary>
    private static void Small(SourceOptions options)
    {
        Quick(options);
        (options.MaxConcurrency, options.MaxInFlightChanges) = (4, 8);
    }

    private static void Single(SourceOptions options)
    {
        Quick(options);
        (options.MaxConcurrency, options.MaxInFlightChanges) = (1, 1);
    }

    private static Task Slow(Change<Order> change, CancellationToken cancellationToken) => Task.Delay((int)(change.Row.Id % 4), cancellationToken);

    /// <summary>Writes on and on, a few versions before what is handled, and returns the last version.</summary>
    private static async Task<int> WriteUntilAsync(TestDatabase database, Journal journal, CancellationToken enough)
    {
        for (var version = 2; ; version++)
        {
            await UpdateAsync(database, version, version);
            if (enough.IsCancellationRequested)
            {
                return version;
            }

            await Eventually.IsTrueAsync(() => journal.Count >= Keys * (version - 5), () => $"the workers keep up with version {version}; {journal.Count} are handled");
        }
    }

    private static async Task UpdateAsync(TestDatabase database, int from, int to)
    {
        for (var version = from; version <= to; version++)
        {
            await database.ExecuteAsync($"UPDATE orders SET customer_id = {version}");
        }
    }

    private static Task HasHandledAsync(Journal journal, int count, RunningWorker worker) =>
        Eventually.IsTrueAsync(() => journal.Count >= count, () => $"{count} changes are handled, and not {journal.Count}; the log is:\n{worker.Log}");
}
