using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.ThrowAway;

namespace PostgresWorker.Integration.Store;

/// <summary>OnSlotLost = Resnapshot: where the slot no longer has what the checkpoint asks for, it is made anew and the tables are read again. <see cref="GapTests"/> has the same losses with Halt.</summary>
public sealed class ResnapshotTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slot_that_was_dropped_while_nobody_ran_is_made_anew_and_what_is_there_is_told_and_what_was_deleted_is_not()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        var position = await HandleTwoAsync(database);
        await database.ExecuteAsync($"SELECT pg_drop_replication_slot('{database.Slot}')");
        await database.ExecuteAsync("UPDATE orders SET customer_id = 7 WHERE id = 1; DELETE FROM orders WHERE id = 2; INSERT INTO orders (id) VALUES (3)");
        await using (var worker = await RunningWorker.StartAsync(database, Verify))
        {
            await HasAllAsync(worker, database);
            Assert.Contains($"no longer has the changes since {position}, the checkpoint", worker.Log.ToString(), StringComparison.Ordinal);
            Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.SlotResnapshot));
            Assert.DoesNotContain(worker.Inbox.Handled, change => change is Deleted<Order>);
            Assert.True(await database.ScalarAsync<bool>($"SELECT accepted_gap_from = '{position}' AND accepted_gap_to = slot_incarnation FROM postgres_worker.checkpoints"));
        }

        await using var again = await RunningWorker.StartAsync(database, Verify);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (5)");
        await again.HasHandledAsync(1);
        Assert.IsType<Inserted<Order>>(Assert.Single(again.Inbox.Handled));
        Assert.False(again.Log.Contains(PostgresWorkerEventIds.SlotResnapshot), again.Log.ToString());
    }

    [Fact]
    public async Task A_slot_that_is_dropped_behind_a_running_source_is_made_anew_and_counted()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database, options =>
        {
            Resnapshot(options);
            options.MinReconnectInterval = options.MaxReconnectInterval = TimeSpan.FromSeconds(1);
        });
        using var metrics = new RecordedMetrics(worker.Services.GetRequiredService<IMeterFactory>());
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1), (2)");
        await worker.HasHandledAsync(2);
        await database.ExecuteAsync(
            $"""
            DO $$ BEGIN
                PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '{database.Slot}';
                LOOP
                    BEGIN
                        PERFORM pg_drop_replication_slot('{database.Slot}');
                        EXIT;
                    EXCEPTION WHEN object_in_use THEN
                        PERFORM pg_sleep(0.01);
                    END;
                END LOOP;
            END $$
            """);
        await database.ExecuteAsync("UPDATE orders SET customer_id = 7 WHERE id = 1; DELETE FROM orders WHERE id = 2; INSERT INTO orders (id) VALUES (3)");
        await HasAllAsync(worker, database);
        Assert.Equal(1, metrics.Of("postgres_worker.source.resnapshots").Sum(one => one.Value));
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
    }

    [Fact]
    public async Task A_slot_that_was_made_anew_by_somebody_is_kept_and_the_tables_are_read()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await HandleTwoAsync(database);
        await database.ExecuteAsync($"SELECT pg_drop_replication_slot('{database.Slot}')");
        await database.ExecuteAsync("UPDATE orders SET customer_id = 7 WHERE id = 1; INSERT INTO orders (id) VALUES (3)");
        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");
        await using var worker = await RunningWorker.StartAsync(database, Verify);
        await HasAllAsync(worker, database);
    }

    [Fact]
    public async Task A_slot_whose_WAL_was_removed_is_made_anew()
    {
        await using var own = await ThrowAwayPostgres.StartAsync(new ThrowAwayPostgresOptions { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["max_slot_wal_keep_size"] = "1MB" } }, Token);
        await using var database = await TestDatabase.CreateAsync(own);
        await HandleTwoAsync(database);
        await database.ExecuteAsync("UPDATE orders SET customer_id = 7 WHERE id = 1; DELETE FROM orders WHERE id = 2; INSERT INTO orders (id) VALUES (3); CREATE TABLE filler (x int)");
        await Eventually.IsTrueAsync(
            async () =>
            {
                await database.ExecuteAsync("INSERT INTO filler VALUES (1)");
                await database.ExecuteAsync("SELECT pg_switch_wal()");
                await database.ExecuteAsync("CHECKPOINT");
                return await database.ScalarAsync<bool>($"SELECT wal_status = 'lost' FROM pg_replication_slots WHERE slot_name = '{database.Slot}'");
            },
            "the slot is lost");
        await using var worker = await RunningWorker.StartAsync(database, Verify);
        await HasAllAsync(worker, database);
        Assert.Equal("reserved", await database.ScalarAsync<string>($"SELECT wal_status FROM pg_replication_slots WHERE slot_name = '{database.Slot}'"));
    }

    [Fact]
    public async Task What_could_not_be_read_again_is_refused_before_that_is_needed()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await HandleTwoAsync(database);
        await database.ExecuteAsync("ALTER TABLE orders DROP CONSTRAINT orders_pkey");
        await using var worker = await RunningWorker.BeginAsync<Shop>(database, Resnapshot);
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Contains("[snapshot_key] public.orders has no primary key", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.Contains("as OnSlotLost = Resnapshot asks", worker.Log.ToString(), StringComparison.Ordinal);
    }

    private static void Resnapshot(SourceOptions options) => options.OnSlotLost = OnSlotLost.Resnapshot;

    private static void Verify(SourceOptions options) => (options.OnSlotLost, options.Provision) = (OnSlotLost.Resnapshot, Provision.Verify);

    private static async Task<Lsn> HandleTwoAsync(TestDatabase database)
    {
        await using (var worker = await RunningWorker.StartAsync(database))
        {
            await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1), (2)");
            await worker.HasHandledAsync(2);
        }

        return Lsn.Parse(await database.ScalarAsync<string>("SELECT position::text FROM postgres_worker.checkpoints"));
    }

    /// <summary>The rows that are there have come, as they are, and what is written then comes as ever.</summary>
    private static async Task HasAllAsync(RunningWorker worker, TestDatabase database)
    {
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.SnapshotDone), () => $"the tables are read; the log is:\n{worker.Log}");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (4)");
        await Eventually.IsTrueAsync(() => worker.Inbox.Of<Inserted<Order>>().Any(order => order.New.Id == 4), () => $"the stream goes on; the log is:\n{worker.Log}");
        var existing = worker.Inbox.Of<Existing<Order>>().GroupBy(order => order.Row.Id).ToDictionary(order => order.Key, order => order.Last().Row.CustomerId);
        Assert.Equal(7, existing[1]);
        Assert.Contains(3L, existing.Keys);
    }
}
