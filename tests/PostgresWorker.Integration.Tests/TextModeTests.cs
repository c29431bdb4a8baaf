using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>The stream is binary where it can be and text where it must be.</summary>
public sealed class TextModeTests(PostgresServer server)
{
    [Fact]
    public async Task A_value_without_a_binary_form_has_the_source_read_text_though_nobody_declares_it()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, TestDatabase.OrdersTable);
        await database.ExecuteAsync("ALTER TABLE orders ADD COLUMN rights aclitem[]");
        await using var worker = await RunningWorker.StartAsync(database, Slow);
        await database.ExecuteAsync("INSERT INTO orders (id, total) VALUES (1, 1.50)");
        await worker.HasHandledAsync(1);
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.TextMode), worker.Log.ToString());

        await database.ExecuteAsync("INSERT INTO orders (id, total, placed_at, rights) VALUES (2, 2.50, '2024-02-29 12:00:00+00', ARRAY['postgres=r/postgres'::aclitem])");
        await worker.HasHandledAsync(2);

        var order = ((Inserted<Order>)worker.Inbox.Handled[1]).New;
        Assert.Equal((2L, 2.50m, new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero)), (order.Id, order.Total, order.PlacedAt));
        Assert.Equal(2, worker.Inbox.Attempts.Count);
        AssertOnce(worker);
    }

    [Fact]
    public async Task A_source_that_finds_such_a_value_at_its_start_reads_on_too()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, $"{TestDatabase.OrdersTable}; ALTER TABLE orders ADD COLUMN rights aclitem[]");
        await using (await RunningWorker.StartAsync(database))
        {
        }

        await database.ExecuteAsync("INSERT INTO orders (id, rights) VALUES (1, ARRAY['postgres=r/postgres'::aclitem])");
        await using var worker = await RunningWorker.StartAsync(database, Slow);
        await worker.HasHandledAsync(1);
        AssertOnce(worker);
    }

    [Fact]
    public async Task A_table_that_comes_later_and_needs_text_has_the_source_read_it()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE PUBLICATION everything FOR ALL TABLES");
        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");
        await database.MakeStoreAsync();
        await using var worker = await RunningWorker.BeginAsync<Payloads>(database, options =>
        {
            Slow(options);
            options.Provision = Provision.None;
            options.Publication = "everything";
        });
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("CREATE TABLE things (id int PRIMARY KEY)");
        await database.ExecuteAsync("INSERT INTO things VALUES (7)");
        await Eventually.IsTrueAsync(() => worker.Inbox.Payloads.Count == 1, () => $"the payload arrives; the log is:\n{worker.Log}");

        Assert.Equal("""{"id":7}""", worker.Inbox.Payloads[0].Payload.Data.New!.Value.GetRawText());
        AssertOnce(worker);
    }

    [Fact]
    public async Task A_table_that_is_there_and_needs_text_costs_no_second_connection()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE things (id int PRIMARY KEY)");
        await using var worker = await RunningWorker.BeginAsync<Payloads>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO things VALUES (7)");
        await Eventually.IsTrueAsync(() => worker.Inbox.Payloads.Count == 1, "the payload arrives");

        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.TextMode));
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.Streaming));
    }

    [Fact]
    public async Task Settings_of_database_role_and_connection_string_do_not_change_text_forms()
    {
        await using var database = await TestDatabase.CreateAsync(
            server.Server,
            "CREATE TABLE things (id int PRIMARY KEY, at timestamptz, day date, span interval, bytes bytea, number float8, note text)");
        foreach (var setting in new[] { "DateStyle = 'German'", "IntervalStyle = 'iso_8601'", "bytea_output = 'escape'", "extra_float_digits = -3", "TimeZone = 'Asia/Kolkata'" })
        {
            await database.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" SET {setting}");
        }

        await using var worker = await RunningWorker.BeginAsync<Payloads>(
            database, options => options.ConnectionString = $"{database.ConnectionString};Timezone=America/St_Johns;Client Encoding=LATIN1;Options=-c DateStyle=SQL");
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO things VALUES (1, '2024-02-29 12:00:00+00', '2024-02-29', '1 year -3 days', '\\x01ff', 0.30000000000000004, 'größe €')");
        await Eventually.IsTrueAsync(() => worker.Inbox.Payloads.Count == 1, () => $"the payload arrives; the log is:\n{worker.Log}");

        Assert.Equal(
            """{"id":1,"at":"2024-02-29T12:00:00+00:00","day":"2024-02-29","span":"1 year -3 days","bytes":"\\x01ff","number":0.30000000000000004,"note":"größe €"}""",
            worker.Inbox.Payloads[0].Payload.Data.New!.Value.GetRawText());
    }

    /// <summary>Whoever waits for a back-off is found out.</summary>
    private static void Slow(SourceOptions options) => (options.MinReconnectInterval, options.MaxReconnectInterval) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private static void AssertOnce(RunningWorker worker)
    {
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.TextMode));
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), worker.Log.ToString());
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted), worker.Log.ToString());
    }
}
