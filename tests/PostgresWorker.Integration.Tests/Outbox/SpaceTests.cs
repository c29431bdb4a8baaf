using System.Globalization;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>Space is given back without VACUUM FULL, whatever keeps vacuum from its work.</summary>
public sealed class SpaceTests(PostgresServer server)
{
    /// <summary>How many changes; <c>POSTGRESWORKER_OUTBOX_CHANGES</c> may say another number, a multiple of ten.</summary>
    private static readonly int Changes = int.Parse(Environment.GetEnvironmentVariable("POSTGRESWORKER_OUTBOX_CHANGES") ?? "300000", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_many_changes_the_outbox_is_near_empty(bool isHorizonHeld)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE events (id bigint PRIMARY KEY)", test: $"space_{isHorizonHeld}", capture: Capture.Outbox);
        var inbox = new Inbox();
        await using var worker = await RunningWorker.BeginAsync<Events>(database, inbox: inbox);
        await worker.IsStreamingAsync();
        await using var holder = isHorizonHeld ? await OpenTransaction.BeginAsync(database, "SELECT count(*) FROM events", "BEGIN ISOLATION LEVEL REPEATABLE READ") : null;
        for (var from = 1; from < Changes; from += Changes / 10)
        {
            await database.ExecuteAsync($"INSERT INTO events SELECT g FROM generate_series({from}, {from + (Changes / 10) - 1}) g");
        }

        await Eventually.IsTrueAsync(async () => await database.PendingAsync() == 0, () => $"everything is handled, and not {inbox.Handled.Count}; the log is:\n{worker.Log}", TimeSpan.FromMinutes(Math.Max(3, Changes / 100_000)));
        Assert.Equal(Changes, inbox.Handled.Count);
        long size = 0;
        await Eventually.IsTrueAsync(async () => (size = await SizeAsync(database)) < 1024 * 1024, () => $"the outbox is smaller than {size / 1024} kB; the log is:\n{worker.Log}");
        Assert.InRange(worker.Log.Count(PostgresWorkerEventIds.SegmentTruncated), 1, Math.Max(20, Changes / 20_000));

        // And it goes on.
        await database.ExecuteAsync($"INSERT INTO events VALUES ({Changes + 1})");
        await worker.HasHandledAsync(Changes + 1);
    }

    private static Task<long> SizeAsync(TestDatabase database) => database.ScalarAsync<long>(
        $"SELECT sum(pg_total_relation_size(inhrelid))::bigint FROM pg_inherits WHERE inhparent = 'postgres_worker.\"outbox_{database.Slot}\"'::regclass");
}
