using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>What happens to triggers while a worker runs is noticed.</summary>
public sealed class DriftWatchTests(PostgresServer server)
{
    private const string OurTriggers = "FROM pg_trigger WHERE tgrelid = 'orders'::regclass AND tgname LIKE '!postgres\\_worker\\_%'";

    [Theory]
    [InlineData("dropped", $"DO $$ DECLARE t name; BEGIN FOR t IN SELECT tgname {OurTriggers} LOOP EXECUTE format('DROP TRIGGER %I ON orders', t); END LOOP; END $$")]
    [InlineData("disabled", "ALTER TABLE orders DISABLE TRIGGER USER")]
    [InlineData("function", "CREATE OR REPLACE FUNCTION postgres_worker.\"capture_%slot%\"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")]
    [InlineData("table", "CREATE TABLE anew (LIKE orders INCLUDING ALL); DROP TABLE orders; ALTER TABLE anew RENAME TO orders")]
    public async Task What_captures_no_more_is_said_and_mended_and_what_is_written_then_arrives(string what, string drift)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, test: what, capture: Capture.Outbox);
        await using var worker = await RunningWorker.StartAsync(database, Often);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        await database.ExecuteAsync(drift.Replace("%slot%", database.Slot, StringComparison.Ordinal));
        await database.ExecuteAsync("DELETE FROM orders; INSERT INTO orders (id) VALUES (2)");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.OutboxDrifted), () => $"it is said; the log is:\n{worker.Log}");
        var id = 1000;
        await Eventually.IsTrueAsync(
            async () =>
            {
                await database.ExecuteAsync($"INSERT INTO orders (id) VALUES ({++id})");
                return Inserted(worker).Any(one => one > 1000);
            },
            () => $"what is written is captured again; the log is:\n{worker.Log}");
        await database.WhenEverythingIsConfirmedAsync();
        Assert.DoesNotContain(2, Inserted(worker));
        Assert.Contains(id, Inserted(worker));
    }

    [Fact]
    public async Task Where_nothing_may_be_mended_each_finding_is_said_once_and_again_when_it_was_mended_and_is_so_again()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        await using (await RunningWorker.StartAsync(database))
        {
        }

        await using var worker = await RunningWorker.StartAsync(database, options =>
        {
            Often(options);
            options.Provision = Provision.Verify;
        });
        await DisableAsync(database, "insert");
        await SaidAsync(worker, 1);

        // That another is said tells that there was a look at which the first was not said again.
        await DisableAsync(database, "update");
        await SaidAsync(worker, 2);
        await DisableAsync(database, "insert", isMended: true);
        await DisableAsync(database, "delete");
        await SaidAsync(worker, 3);
        await DisableAsync(database, "insert");
        await SaidAsync(worker, 4);
        await DisableAsync(database, "update", isMended: true);
        await DisableAsync(database, "delete", isMended: true);
        await DisableAsync(database, "insert", isMended: true);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await worker.HasHandledAsync(1);
        Assert.Equal(4, worker.Log.Count(PostgresWorkerEventIds.OutboxDrifted));
    }

    private static void Often(SourceOptions options) => options.TriggerCheckInterval = TimeSpan.FromSeconds(1);

    private static IEnumerable<long> Inserted(RunningWorker worker) => worker.Inbox.Of<Inserted<Order>>().Select(change => change.New.Id);

    private static Task SaidAsync(RunningWorker worker, int count) =>
        Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.OutboxDrifted) == count, () => $"1604 was said {count} times; the log is:\n{worker.Log}");

    private static async Task DisableAsync(TestDatabase database, string kind, bool isMended = false)
    {
        var trigger = await database.ScalarAsync<string>($"SELECT min(tgname)::text {OurTriggers} AND tgname LIKE '%\\_{kind}'");
        await database.ExecuteAsync($"ALTER TABLE orders {(isMended ? "ENABLE ALWAYS" : "DISABLE")} TRIGGER \"{trigger}\"");
    }
}
