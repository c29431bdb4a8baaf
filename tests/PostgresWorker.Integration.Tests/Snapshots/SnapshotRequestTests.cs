using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Snapshots;

/// <summary>Snapshots of a source that streams already, and other beginnings.</summary>
public sealed class SnapshotRequestTests(PostgresServer server)
{
    private static readonly TableName Table = new("public", "parts");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_table_is_read_again_while_changes_go_on(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 2000) g");
        await using var worker = await RunningWorker.BeginAsync<Parts>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO parts (region, number) VALUES ('r', 2001)");
        await worker.HasHandledAsync(1);
        Assert.IsType<Inserted<Part>>(Assert.Single(worker.Inbox.Handled));

        var id = await worker.Snapshots.RequestAsync(Parts.Name, Table, Token);
        await database.ExecuteAsync("UPDATE parts SET name = 'meanwhile' WHERE number <= 10");
        await SnapshotTests.IsDoneAsync(worker, Parts.Name, rows: 2001);
        await Eventually.IsTrueAsync(() => worker.Inbox.Of<Updated<Part>>().Count == 10, "updates go on");
        Assert.Equal(2001, worker.Inbox.Of<Existing<Part>>().Select(change => change.Row.Number).Distinct().Count());
        Assert.All(worker.Inbox.Of<Existing<Part>>(), change => Assert.StartsWith($"{id}:public.parts:", change.Context.Id, StringComparison.Ordinal));

        Assert.NotEqual(id, await worker.Snapshots.RequestAsync(Parts.Name, Table, Token));
        await Eventually.IsTrueAsync(() => worker.Inbox.Of<Existing<Part>>().Count == 4002, "the second is read too");
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_snapshot_is_seen_in_the_status_and_can_be_cancelled(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await database.ExecuteAsync("INSERT INTO parts (region, number) SELECT 'r', g FROM generate_series(1, 20000) g");
        await database.ExecuteAsync("ANALYZE parts");

        // However fast it is, it is not over before the cancellation is seen.
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inbox = new Inbox { Handler = (change, ct) => change is Existing<Part> { Row.Number: > 10_000 } ? cancelled.Task.WaitAsync(ct) : Task.CompletedTask };
        await using var worker = await RunningWorker.BeginAsync<Parts>(database, options => options.MaxInFlightChanges = 100, inbox);
        await worker.IsStreamingAsync();
        using var metrics = new RecordedMetrics(worker.Services.GetRequiredService<IMeterFactory>());
        await worker.Control.PauseAsync(Parts.Name, Token);
        var id = await worker.Snapshots.RequestAsync(Parts.Name, Table, Token);
        Assert.Equal(id, await worker.Snapshots.RequestAsync(Parts.Name, Table, Token));
        await Eventually.IsTrueAsync(() => worker.Control.GetStatus(Parts.Name).Snapshots is [{ } one] && one.Id == id, () => $"it is read; the log is:\n{worker.Log}");
        Assert.Equal(0, metrics.Now("postgres_worker.snapshot.rows", "public.parts"));
        Assert.NotNull(metrics.Now("postgres_worker.snapshot.estimated_rows", "public.parts"));

        Assert.True(await worker.Snapshots.CancelAsync(Parts.Name, id, Token));
        worker.Control.Resume(Parts.Name);
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.SnapshotCancelled), () => $"it ends; the log is:\n{worker.Log}");
        cancelled.SetResult();
        Assert.Equal(SnapshotState.Cancelled, Assert.Single(await worker.Snapshots.ListAsync(Parts.Name, cancellationToken: Token)).State);
        Assert.Empty(worker.Control.GetStatus(Parts.Name).Snapshots);
        Assert.Null(metrics.Now("postgres_worker.snapshot.rows"));
        Assert.InRange(worker.Inbox.Of<Existing<Part>>().Count, 1, 19_999);
        Assert.False(await worker.Snapshots.CancelAsync(Parts.Name, id, Token));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_snapshot_that_can_not_go_on_fails_and_the_stream_goes_on(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await using var worker = await RunningWorker.BeginAsync<Parts>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("ALTER TABLE parts REPLICA IDENTITY FULL, DROP CONSTRAINT parts_pkey");
        await worker.Snapshots.RequestAsync(Parts.Name, Table, Token);
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.SnapshotFailed), () => $"it fails; the log is:\n{worker.Log}");
        var failed = Assert.Single(await worker.Snapshots.ListAsync(Parts.Name, cancellationToken: Token));
        Assert.Equal(SnapshotState.Failed, failed.State);
        Assert.Contains("has no primary key", failed.Error, StringComparison.Ordinal);
        await database.ExecuteAsync("INSERT INTO parts (region, number) VALUES ('r', 1)");
        await worker.HasHandledAsync(1);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_no_listener_takes_is_refused(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table, capture: capture);
        await using var worker = await RunningWorker.BeginAsync<PartsInserted>(database);
        await Assert.ThrowsAsync<ArgumentException>(() => worker.Snapshots.RequestAsync(PartsInserted.Name, Table, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => worker.Snapshots.RequestAsync("nobody", Table, Token));
    }

    [Fact]
    public async Task A_source_starts_from_a_position_that_its_slot_has()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table);
        await database.ExecuteAsync($"CREATE PUBLICATION \"{database.Publication}\" FOR TABLE parts WITH (publish_via_partition_root = true)");
        await database.ExecuteAsync($"ALTER TABLE parts REPLICA IDENTITY FULL");
        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");
        await database.ExecuteAsync("INSERT INTO parts (region, number) VALUES ('r', 1)");
        var from = await database.CurrentLsnAsync();
        await database.ExecuteAsync("INSERT INTO parts (region, number) VALUES ('r', 2)");
        await using (var worker = await RunningWorker.BeginAsync<Parts>(database, options => (options.StartFrom, options.StartFromLsn) = (StartFrom.Lsn, from.ToString())))
        {
            await worker.HasHandledAsync(1);
            Assert.Equal(2, Assert.IsType<Inserted<Part>>(Assert.Single(worker.Inbox.Handled)).New.Number);
        }

        // A later start goes on behind the checkpoint.
        await database.ExecuteAsync("INSERT INTO parts (region, number) VALUES ('r', 3)");
        await using var again = await RunningWorker.BeginAsync<Parts>(database, options => (options.StartFrom, options.StartFromLsn) = (StartFrom.Lsn, from.ToString()));
        await again.HasHandledAsync(1);
        Assert.Equal(3, Assert.IsType<Inserted<Part>>(Assert.Single(again.Inbox.Handled)).New.Number);
    }

    [Fact]
    public async Task A_position_before_the_slots_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Part.Table);
        await using var worker = await RunningWorker.BeginAsync<Parts>(database, options => (options.StartFrom, options.StartFromLsn) = (StartFrom.Lsn, "0/10"));
        await worker.Stopped;
        Assert.Contains("start_lsn", worker.Log.ToString(), StringComparison.Ordinal);
    }
}
