using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Transactions that their writers do not want delivered. The source has no listener to messages.</summary>
public sealed class SkipTransactionTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_stands_behind_the_marker_is_not_delivered_and_what_is_rolled_back_with_it_is(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database);
        using var metrics = new RecordedMetrics(worker.Services.GetRequiredService<IMeterFactory>());
        await using var connection = await database.ConnectAsync();
        await using (var whole = await connection.BeginTransactionAsync(Token))
        {
            await whole.SkipTransactionAsync(Token);
            await InsertAsync(connection, 1);
            await whole.SaveAsync("later", Token);
            await InsertAsync(connection, 2);
            await whole.RollbackAsync("later", Token);
            await InsertAsync(connection, 3);
            await whole.CommitAsync(Token);
        }

        await using (var undone = await connection.BeginTransactionAsync(Token))
        {
            await undone.SaveAsync("before", Token);
            await undone.SkipTransactionAsync(Token);
            await InsertAsync(connection, 4);
            await undone.RollbackAsync("before", Token);
            await InsertAsync(connection, 5);
            await undone.CommitAsync(Token);
        }

        await using (var late = await connection.BeginTransactionAsync(Token))
        {
            await InsertAsync(connection, 6);
            await connection.SkipTransactionAsync(Token);
            await InsertAsync(connection, 7);
            await late.CommitAsync(Token);
        }

        await InsertAsync(connection, 8);
        await worker.HasHandledAsync(3);
        await database.WhenEverythingIsConfirmedAsync();

        Assert.Equal([5L, 6, 8], worker.Inbox.Of<Change<Order>>().Select(change => change.Row.Id).Order());
        Assert.Equal(capture == Capture.Wal ? 2 : 0, metrics.Of("postgres_worker.source.skipped_transactions").Sum(one => one.Value));
        Assert.Equal(capture == Capture.Wal ? 1 : 0, worker.Log.Count(PostgresWorkerEventIds.SkipCameLate));
    }

    [Fact]
    public async Task A_source_that_does_not_mind_markers_delivers_what_they_mark_and_a_truncate_and_a_message_are_skipped_by_one_that_does()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE events (id bigint PRIMARY KEY)");
        await using var worker = await RunningWorker.BeginAsync<Events>(database, options => options.SkipMarkers = false);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("BEGIN; SELECT pg_logical_emit_message(true, 'postgres_worker.skip', ''); INSERT INTO events VALUES (1); TRUNCATE events; COMMIT");
        await worker.HasHandledAsync(2);
        await worker.StopAsync();

        await using var minding = await RunningWorker.BeginAsync<Events>(database);
        await minding.IsStreamingAsync();
        await database.ExecuteAsync("BEGIN; SELECT pg_logical_emit_message(true, 'postgres_worker.skip', ''); INSERT INTO events VALUES (1); TRUNCATE events; COMMIT");
        await database.ExecuteAsync("INSERT INTO events VALUES (2)");
        await minding.HasHandledAsync(1);
        Assert.Equal(2, Assert.IsType<Inserted<Event>>(Assert.Single(minding.Inbox.Handled)).New.Id);
    }

    [Fact]
    public async Task Messages_of_a_skipped_transaction_are_not_delivered_but_those_that_are_not_transactional()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await using var worker = await RunningWorker.BeginAsync<Messages>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync(
            """
            BEGIN;
            SELECT pg_logical_emit_message(true, 'postgres_worker.skip', '');
            SELECT pg_logical_emit_message(true, 'audit', 'gone'), pg_logical_emit_message(false, 'audit', 'kept');
            COMMIT;
            SELECT pg_logical_emit_message(false, 'postgres_worker.skip', ''), pg_logical_emit_message(true, 'audit', 'last');
            """);
        await worker.HasHandledAsync(2);
        Assert.Equal(["kept", "last"], worker.Inbox.Of<LogicalMessage>().Select(message => message.Text));
    }

    [Fact]
    public async Task Outside_of_a_transaction_there_is_nothing_to_skip()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await using var connection = await database.ConnectAsync();
        Assert.Contains("in no transaction", (await Assert.ThrowsAsync<InvalidOperationException>(() => connection.SkipTransactionAsync(Token))).Message, StringComparison.Ordinal);

        var transaction = await connection.BeginTransactionAsync(Token);
        await connection.SkipTransactionAsync(Token);
        await transaction.CommitAsync(Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.SkipTransactionAsync(Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.SkipTransactionAsync(Token));
    }

    private static async Task InsertAsync(NpgsqlConnection connection, long id)
    {
        await using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO orders (id) VALUES ({id})";
        await insert.ExecuteNonQueryAsync(Token);
    }
}
