using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>An instance that was given up by the others while it was away, and comes back.</summary>
public sealed class ZombieTests(PostgresServer server) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zombie").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_it_has_handled_is_not_deleted_by_it_and_comes_to_who_is_an_instance()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        var goesOn = new TaskCompletionSource();
        var inbox = new Inbox { Handler = (_, _) => goesOn.Task };

        // It asks for its lease so seldom that only its deletion can tell.
        await using var worker = await RunningWorker.StartAsync(database, options => options.LeaseDuration = TimeSpan.FromMinutes(5), inbox);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 1, "the handler runs");
        var removed = await database.EndEpochAsync();
        goesOn.SetResult();
        await Eventually.IsTrueAsync(() => inbox.Handled.Count == 2, () => $"it is handled again by the next; the log is:\n{worker.Log}");
        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.EpochLost));
        Assert.Equal(2, worker.Log.Count(PostgresWorkerEventIds.InstanceJoined));
        Assert.Single(inbox.Handled.Select(change => change.Context.Id).Distinct());
        Assert.True(await database.ScalarAsync<long>("SELECT id FROM postgres_worker.instances") > removed);
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), worker.Log.ToString());
    }

    [Fact]
    public async Task One_that_can_not_renew_its_lease_stops_before_the_others_may_take_over()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        var cancelled = new TaskCompletionSource();
        var inbox = new Inbox
        {
            Handler = async (change, ct) =>
            {
                await using var _ = ct.Register(() => cancelled.TrySetResult());
                await (((Change<Order>)change).Row.Id == 1 && !cancelled.Task.IsCompleted ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask);
            },
        };
        await using var worker = await RunningWorker.StartAsync(database, SharingTests.Quick, inbox);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 1, "the handler runs");
        await using (await OpenTransaction.BeginAsync(database, "SELECT FROM postgres_worker.instances FOR UPDATE"))
        {
            await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10), Token);
            Assert.True(worker.Log.Contains(PostgresWorkerEventIds.LeaseNotRenewed), worker.Log.ToString());
            Assert.True(await database.ScalarAsync<bool>("SELECT bool_and(expires_at > clock_timestamp() - interval '1 second') FROM postgres_worker.instances"));
        }

        await worker.HasHandledAsync(1);
        await database.WhenEverythingIsConfirmedAsync();
    }

    [Fact]
    public async Task A_process_that_was_stopped_beyond_its_lease_is_refused_and_begins_anew()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TestWorkerProcess.ItemsTable, capture: Capture.Outbox);
        await using var first = TestWorkerProcess.Start(database, ("Log", Log("first")));
        await TestWorkerProcess.IsStreamingAsync(first, Token);
        await using var second = TestWorkerProcess.Start(database, ("Log", Log("second")));
        await SharingTests.HaveAsync(database, 128, 128);
        await database.ExecuteAsync("INSERT INTO items (id) SELECT g FROM generate_series(1, 100) g");
        await database.WhenEverythingIsConfirmedAsync();
        await Signal.StopAsync(first);
        try
        {
            await UpdateAsync(database, 2, 10);
            await second.LineAsync(line => line.Contains("was not heard of for its lease", StringComparison.Ordinal), Token);
            await database.WhenEverythingIsConfirmedAsync();
        }
        finally
        {
            await Signal.ContinueAsync(first);
        }

        await first.LineAsync(line => line.Contains("was taken over by another instance", StringComparison.Ordinal), Token);
        await SharingTests.HaveAsync(database, 128, 128);
        await UpdateAsync(database, 11, 20);
        await database.WhenEverythingIsConfirmedAsync();
        var lines = DeliveredLine.ReadAll(Log("first")).Concat(DeliveredLine.ReadAll(Log("second"))).DistinctBy(line => line.ChangeId).ToArray();
        Assert.Equal(100 * 20, lines.Length);
        Assert.Equal(100 * 20, lines.DistinctBy(line => (line.Key, line.Version)).Count());
    }

    private static async Task UpdateAsync(TestDatabase database, int from, int to)
    {
        for (var version = from; version <= to; version++)
        {
            await database.ExecuteAsync($"UPDATE items SET version = {version}");
        }
    }

    private string Log(string worker) => Path.Combine(_folder, worker);
}
