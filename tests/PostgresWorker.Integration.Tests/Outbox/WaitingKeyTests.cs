using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>A key that waits for its retry holds up no other, though they share a lane, and whoever comes or goes.</summary>
public sealed class WaitingKeyTests(PostgresServer server)
{
    // As the trigger hashes them.
    private const string OfItsLane = "SELECT ARRAY(SELECT g::bigint FROM generate_series(2, 5000) g, postgres_worker.captures c WHERE (hashtext((c.id || ' ' || g) COLLATE \"C\") & 255) = (hashtext((c.id || ' 1') COLLATE \"C\") & 255))";

    [Fact]
    public async Task The_others_of_its_lane_go_on_when_another_instance_comes_and_wants_lanes()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        var inbox = new Inbox { Handler = (change, _) => ((Change<Order>)change).Row.Id == 1 ? throw new RetryAfterException(TimeSpan.FromHours(1)) : Task.CompletedTask };
        await using var first = await RunningWorker.StartAsync(database, SharingTests.Quick, inbox);
        await SharingTests.HaveAsync(database, 256);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 1, "the key waits");
        await using var second = await RunningWorker.StartAsync(database, SharingTests.Quick, inbox);
        await SharingTests.HaveAsync(database, 128, 128);
        var others = await database.ScalarAsync<long[]>(OfItsLane);
        Assert.NotEmpty(others);
        await database.ExecuteAsync($"INSERT INTO orders (id) SELECT unnest(ARRAY[{string.Join(',', others)}])");
        await Eventually.IsTrueAsync(() => inbox.Handled.Count == others.Length, () => $"all {others.Length} others are handled, and not {inbox.Handled.Count}; the log is:\n{first.Log}");

        // Every lane but that of the key is given up.
        await database.ExecuteAsync("INSERT INTO postgres_worker.instances (consumer, name, wanted, started_at, expires_at) SELECT consumer, 'next', 'more', clock_timestamp(), clock_timestamp() + interval '1 hour' FROM postgres_worker.outboxes");
        await SharingTests.HaveAsync(database, 0, 1);
        await database.ExecuteAsync($"UPDATE orders SET customer_id = 2 WHERE id = {others[0]}");
        await Eventually.IsTrueAsync(() => inbox.Handled.Count == others.Length + 1, () => $"one that keeps its lane goes on in it; the log is:\n{first.Log}");
    }
}
