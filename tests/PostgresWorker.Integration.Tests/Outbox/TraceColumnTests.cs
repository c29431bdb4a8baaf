using System.Diagnostics;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;
using PostgresWorker.Outbox.Provisioning;

namespace PostgresWorker.Integration.Outbox;

/// <summary>The column for writers' traces: no setting fails a write by it, and an outbox of an older release gets it.</summary>
public sealed class TraceColumnTests(PostgresServer server)
{
    private const string Items = "CREATE TABLE items (id int PRIMARY KEY, note text)";

    private const string Traced = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    // All that releases before it had otherwise.
    private const string Older = "ALTER TABLE postgres_worker.outbox_shop DROP COLUMN traceparent";

    private static readonly OutboxDefinition Asking = new(OutboxBed.Consumer, WakesUp: false, ReadsTraces: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData($"'{Traced}'", Traced)]
    [InlineData("''", null)]
    [InlineData("'on'", null)]
    [InlineData("repeat('0', 55)", null)]
    [InlineData("repeat('-', 55)", null)]
    [InlineData($"upper('{Traced}')", null)]
    [InlineData($"'{Traced}' || '-more'", null)]
    [InlineData($"left('{Traced}', 54) || E'\\n'", null)]
    [InlineData($"left('{Traced}', 53) || 'é'", null)]
    [InlineData("repeat('0123456789', 10000000)", null)]
    public async Task Whatever_is_set_the_write_succeeds_and_only_a_traceparent_is_kept(string setting, string? kept)
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items")], test: $"set_{setting}".Replace("'", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal));
        await bed.ExecuteAsync($"BEGIN; INSERT INTO items VALUES (1); SELECT set_config('postgres_worker.traceparent', {setting}, true); INSERT INTO items VALUES (2); UPDATE items SET id = 3 WHERE id = 2; COMMIT");
        Assert.Equal([null, kept, kept], await TracesAsync(bed));
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_not_kept()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items")], isPrepared: false);
        await bed.InEncodingAsync("SQL_ASCII", Items, async data =>
        {
            await using var insert = data.CreateCommand(
                $$"""DO $$ BEGIN EXECUTE 'SELECT set_config(''postgres_worker.traceparent'', left(''{{Traced}}'', 54) || E''\351'', true)'; INSERT INTO items VALUES (1); END $$""");
            await insert.ExecuteNonQueryAsync(Token);
            await using var kept = data.CreateCommand("SELECT count(*) FROM postgres_worker.outbox_shop WHERE traceparent IS NULL");
            Assert.Equal(1L, await kept.ExecuteScalarAsync(Token));
        });
    }

    [Fact]
    public async Task What_a_session_sets_for_itself_holds_until_it_is_reset()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items")]);
        await using var connection = await bed.Database.ConnectAsync();
        foreach (var sql in new[] { $"SET postgres_worker.traceparent = '{Traced}'", "INSERT INTO items VALUES (1)", "INSERT INTO items VALUES (2)", "DISCARD ALL", "INSERT INTO items VALUES (3)" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(Token);
        }

        Assert.Equal([Traced, Traced, null], await TracesAsync(bed));
    }

    [Fact]
    public async Task An_older_outbox_gets_the_column_where_traces_are_read_beside_its_rows_and_writers()
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items")]);
        await bed.ExecuteAsync(Older);
        await using var writer = await bed.Database.ConnectAsync();
        async Task WriteAsync(int id)
        {
            await using var insert = new NpgsqlCommand($"SELECT set_config('postgres_worker.traceparent', '{Traced}', false); INSERT INTO items VALUES ({id})", writer);
            await insert.ExecuteNonQueryAsync(Token);
        }

        await WriteAsync(1);
        Assert.Empty((await bed.PlanAsync()).Steps);
        var finding = Assert.Single((await Assert.ThrowsAsync<PostgresWorkerConfigurationException>(() => bed.PrepareAsync(Provision.Verify, Asking))).Findings);
        Assert.Equal("outbox_column", finding.Code);
        Assert.Contains("ACCESS EXCLUSIVE", finding.Lock, StringComparison.Ordinal);

        // Who runs the script may have a trace of his own.
        await bed.ExecuteAsync($"SET postgres_worker.traceparent = '{Traced}'; {(await bed.PlanAsync(Asking)).ToScript()}");
        await bed.PrepareAsync(Provision.Verify, Asking);
        Assert.Empty((await bed.PlanAsync(Asking)).Steps);

        // Neither a release that reads none, nor one that knows none, has anything to mend.
        Assert.Empty((await bed.PlanAsync()).Steps);
        await WriteAsync(2);
        Assert.Equal([null, Traced], await TracesAsync(bed));
    }

    [Theory]
    [InlineData("ALTER TABLE postgres_worker.outbox_shop ALTER COLUMN traceparent DROP DEFAULT")]
    [InlineData("ALTER TABLE postgres_worker.outbox_shop ALTER COLUMN traceparent SET DEFAULT 'another'")]
    [InlineData(Older)]
    public async Task A_column_that_takes_no_trace_is_mended_where_traces_are_read(string drift)
    {
        await using var bed = await OutboxBed.CreateAsync(server, Items, [Listeners.Of("items")], test: $"mended_{drift}".Replace("'", "", StringComparison.Ordinal));
        Assert.Empty(await bed.DriftAsync(Asking));
        await bed.ExecuteAsync(drift);
        Assert.Equal("outbox_column", Assert.Single(await bed.DriftAsync(Asking)).Code);
        Assert.Empty(await bed.DriftAsync());
        await bed.PrepareAsync(definition: Asking);
        Assert.Empty(await bed.DriftAsync(Asking));
        await bed.ExecuteAsync($"SELECT set_config('postgres_worker.traceparent', '{Traced}', true); INSERT INTO items VALUES (1)");
        Assert.Equal([Traced], await TracesAsync(bed));
    }

    [Fact]
    public async Task Instances_that_read_traces_and_those_that_do_not_share_an_outbox_that_is_brought_up_beneath_them()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: Capture.Outbox);
        var inbox = new Inbox();
        await using var older = await RunningWorker.StartAsync(database, inbox: inbox);
        await database.ExecuteAsync($"{Older.Replace("outbox_shop", $"outbox_{database.Slot}", StringComparison.Ordinal)}; INSERT INTO orders (id) SELECT generate_series(1, 100)");
        await using (var refused = await RunningWorker.BeginAsync<Shop>(database, options => (options.TraceContext, options.Provision) = (true, Provision.None)))
        {
            await Eventually.IsTrueAsync(() => refused.Log.Contains(PostgresWorkerEventIds.SourceHalted), () => $"it is refused:\n{refused.Log}");
            Assert.Contains("[outbox_column]", refused.Log.ToString(), StringComparison.Ordinal);
        }

        await using var newer = await RunningWorker.StartAsync(database, options => options.TraceContext = true, inbox);
        using var writer = new Activity("writer").Start();
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await transaction.EmitTraceParentAsync(Token);
        await using var insert = new NpgsqlCommand("INSERT INTO orders (id) SELECT generate_series(101, 200)", connection);
        await insert.ExecuteNonQueryAsync(Token);
        await transaction.CommitAsync(Token);
        await newer.HasHandledAsync(200);
        Assert.Equal(200, inbox.Of<Change<Order>>().Select(change => change.Row.Id).Distinct().Count());
        Assert.All(inbox.Of<Change<Order>>().Where(change => change.Context.Transaction.TraceParent is not null), change => Assert.Equal((true, writer.Id), (change.Row.Id > 100, change.Context.Transaction.TraceParent)));
        Assert.False(older.Log.Contains(PostgresWorkerEventIds.SourceHalted) || older.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), older.Log.ToString());

        await older.StopAsync();
        await using (var last = await connection.BeginTransactionAsync(Token))
        {
            await last.EmitTraceParentAsync(Token);
            await using var update = new NpgsqlCommand("UPDATE orders SET note = 'x' WHERE id = 1", connection);
            await update.ExecuteNonQueryAsync(Token);
            await last.CommitAsync(Token);
        }

        await newer.HasHandledAsync(201);
        Assert.Equal(writer.Id, inbox.Handled[^1].Context.Transaction.TraceParent);
    }

    private static Task<IReadOnlyList<string?>> TracesAsync(OutboxBed bed) =>
        bed.Database.ListAsync("SELECT traceparent FROM postgres_worker.outbox_shop ORDER BY id", row => row.IsDBNull(0) ? null : row.GetString(0));
}
