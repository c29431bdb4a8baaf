using System.Diagnostics;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Telemetry;

/// <summary>Spans go on from the writer's, whichever way its changes come.</summary>
public sealed class TraceContextTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Capture.Wal, true)]
    [InlineData(Capture.Wal, false)]
    [InlineData(Capture.Outbox, true)]
    [InlineData(Capture.Outbox, false)]
    public async Task What_is_written_behind_the_call_goes_on_from_there_where_that_is_asked_for(Capture capture, bool isAsked)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, test: $"asked_{isAsked}", capture: capture);
        using var spans = new RecordedSpans(database.Slot);
        await using var worker = await RunningWorker.StartAsync(database, options => (options.TraceContext, options.MaxConcurrency) = (isAsked, 1));
        using var writer = new Activity("writer").Start();
        await using (var connection = await database.ConnectAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync(Token);
            await InsertAsync(connection, 1);
            await transaction.EmitTraceParentAsync(Token);
            await InsertAsync(connection, 2);
            await InsertAsync(connection, 3);
            await transaction.CommitAsync(Token);
            await InsertAsync(connection, 4);
        }

        await database.ExecuteAsync(
            "BEGIN; SELECT pg_logical_emit_message(true, 'traceparent', 'this is none'), set_config('postgres_worker.traceparent', 'this is none', true); INSERT INTO orders (id) VALUES (5); COMMIT");
        await worker.HasHandledAsync(5);
        await Eventually.IsTrueAsync(() => spans.All.Count == 5, () => $"there are five spans, and not {spans.All.Count}");
        var parent = isAsked ? writer.Id : null;
        Assert.Equal([null, parent, parent, null, null], spans.All.Select(span => span.ParentId));
        Assert.Equal(isAsked ? 2 : 0, spans.All.Count(span => span.TraceId == writer.TraceId && span.HasRemoteParent));
        Assert.Equal([null, parent, parent, null, null], worker.Inbox.Handled.Select(change => change.Context.Transaction.TraceParent));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task It_is_the_last_that_was_said_and_gone_with_what_is_rolled_back(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database, options => (options.TraceContext, options.MaxConcurrency) = (true, 1));
        await using var connection = await database.ConnectAsync();
        string first, second;
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            first = await EmitAsync(transaction);
            await InsertAsync(connection, 1);
            await transaction.SaveAsync("before", Token);
            await EmitAsync(transaction);
            await InsertAsync(connection, 2);
            await transaction.RollbackAsync("before", Token);
            await InsertAsync(connection, 3);
            second = await EmitAsync(transaction);
            await InsertAsync(connection, 4);
            await transaction.CommitAsync(Token);
        }

        await worker.HasHandledAsync(3);
        Assert.Equal(
            [(1, first), (3, first), (4, second)],
            worker.Inbox.Of<Change<Order>>().Select(change => (change.Row.Id, change.Context.Transaction.TraceParent!)));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_batch_is_linked_to_its_writers(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        using var spans = new RecordedSpans(database.Slot);
        await using var worker = await RunningWorker.BeginAsync<Batches>(database, options => options.TraceContext = true);
        await worker.IsStreamingAsync();
        await using var connection = await database.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var parent = await EmitAsync(transaction);
        await using var insert = new NpgsqlCommand("INSERT INTO items (id) SELECT generate_series(1, 10)", connection);
        await insert.ExecuteNonQueryAsync(Token);
        await transaction.CommitAsync(Token);
        await worker.HasHandledAsync(10);
        await Eventually.IsTrueAsync(() => spans.All.Sum(span => (int?)span.GetTagItem("messaging.batch.message_count") ?? 1) == 10, "all changes are in spans");
        Assert.All(spans.All, span => Assert.Equal(parent[3..35], span.ParentId is null ? Assert.Single(span.Links).Context.TraceId.ToHexString() : span.TraceId.ToHexString()));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_connection_says_it_for_its_transaction_and_needs_one(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database, options => options.TraceContext = true);
        await using var connection = await database.ConnectAsync();
        await connection.EmitTraceParentAsync(Token);
        using var writer = new Activity("writer").Start();
        Assert.Contains("in no transaction", (await Assert.ThrowsAsync<InvalidOperationException>(() => connection.EmitTraceParentAsync(Token))).Message, StringComparison.Ordinal);
        var transaction = await connection.BeginTransactionAsync(Token);
        await connection.EmitTraceParentAsync(Token);
        await InsertAsync(connection, 1);
        await transaction.CommitAsync(Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.EmitTraceParentAsync(Token));
        await worker.HasHandledAsync(1);
        Assert.Equal(writer.Id, worker.Inbox.Handled[0].Context.Transaction.TraceParent);
    }

    private static async Task<string> EmitAsync(NpgsqlTransaction transaction)
    {
        using var writer = new Activity("writer").Start();
        await transaction.EmitTraceParentAsync(Token);
        return writer.Id!;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, int id)
    {
        await using var command = new NpgsqlCommand($"INSERT INTO orders (id) VALUES ({id})", connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
