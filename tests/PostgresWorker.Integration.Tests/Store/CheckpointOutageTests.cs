using Npgsql;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Store;

/// <summary>A checkpoint that can't be written for a while is tried again, and the connection is kept.</summary>
public sealed class CheckpointOutageTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("lock_timeout")]
    [InlineData("statement_timeout")]
    public async Task A_checkpoint_that_a_session_holds_is_waited_for_and_changes_go_on(string setting)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, $"held_{setting}");
        await using (var first = await RunningWorker.BeginAsync<Batches>(database))
        {
            // A new slot waits for every transaction of the server that is open: here those of other tests, and longer than statements may take below.
            await first.IsStreamingAsync();
        }

        await database.ExecuteAsync($"ALTER DATABASE \"{database.Name}\" SET {setting} = '200ms'");
        await using var worker = await RunningWorker.BeginAsync<Batches>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (1)");
        await database.WhenEverythingIsConfirmedAsync();
        await using (var session = await database.ConnectAsync())
        await using (var holder = await session.BeginTransactionAsync(Token))
        {
            await using var command = new NpgsqlCommand("SELECT FROM postgres_worker.checkpoints FOR UPDATE", session);
            await command.ExecuteNonQueryAsync(Token);
            await database.ExecuteAsync("INSERT INTO items (id) VALUES (2)");
            await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.CheckpointNotWritten), () => $"it can't be written; the log is:\n{worker.Log}");
            await database.ExecuteAsync("INSERT INTO items (id) VALUES (3)");
            await worker.HasHandledAsync(3);
        }

        await database.WhenEverythingIsConfirmedAsync();
        Assert.Equal((1, 1), (worker.Log.Told(PostgresWorkerEventIds.CheckpointNotWritten).Count, worker.Log.Count(PostgresWorkerEventIds.CheckpointWrittenAgain)));
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.Streaming));
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), worker.Log.ToString());
    }

    [Fact]
    public async Task Connections_of_the_store_that_are_cut_are_made_again()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table);
        await using var worker = await RunningWorker.BeginAsync<Batches>(database);
        await worker.IsStreamingAsync();

        // Until something is confirmed the session may still be asking what it begins with, and it begins anew where that fails.
        await database.ExecuteAsync("INSERT INTO items (id) VALUES (0)");
        await database.WhenEverythingIsConfirmedAsync();
        for (var id = 1; id <= 5; id++)
        {
            await database.ExecuteAsync(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND application_name LIKE 'PostgresWorker %'");
            await database.ExecuteAsync($"INSERT INTO items (id) VALUES ({id})");
            await database.WhenEverythingIsConfirmedAsync();
        }

        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.CheckpointNotWritten), worker.Log.ToString());
        Assert.True(worker.Log.Count(PostgresWorkerEventIds.Streaming) == 1, worker.Log.ToString());
    }
}
