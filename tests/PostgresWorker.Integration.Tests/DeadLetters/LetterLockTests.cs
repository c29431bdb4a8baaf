using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.DeadLetters;

/// <summary>Who holds a letter's row in a transaction holds up that letter and nothing else.</summary>
public sealed class LetterLockTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Checkpoints_go_on_while_a_session_holds_a_letter_that_is_to_be_written(bool isHandled)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Letter.Table, $"held_{isHandled}");
        var isHeld = new TaskCompletionSource();
        var inbox = new Inbox
        {
            Handler = async (change, ct) =>
            {
                if (change.Context.IsReplay)
                {
                    await isHeld.Task.WaitAsync(ct);
                }

                if (((Change<Letter>)change).Row.Id == 1 && !(change.Context.IsReplay && isHandled))
                {
                    throw new InvalidOperationException("not yet");
                }
            },
        };
        await using var worker = await RunningWorker.BeginAsync<Letters>(database, DeadLetterTests.Quick, inbox);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (1, 'one')");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeadLetterStored), () => worker.Log.ToString());
        await database.WhenEverythingIsConfirmedAsync();
        var id = Assert.Single(await worker.DeadLetters.ListAsync("letters", cancellationToken: Token)).Id;
        await worker.DeadLetters.ReplayAsync("letters", [id], "ann", Token);
        await Eventually.IsTrueAsync(() => inbox.Attempts.Any(change => change.Context.IsReplay), () => worker.Log.ToString());

        await using var session = await database.ConnectAsync();
        await using var holder = await session.BeginTransactionAsync(Token);
        await using var command = session.CreateCommand();
        command.CommandText = "SELECT FROM postgres_worker.dead_letters FOR UPDATE";
        await command.ExecuteNonQueryAsync(Token);
        isHeld.SetResult();
        await Eventually.IsTrueAsync(
            () => database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%dead_letters%')"),
            "the letter is waited for");
        await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (2, 'two')");
        await worker.HasHandledAsync(isHandled ? 2 : 1);
        var written = Lsn.Parse(await database.ScalarAsync<string>("SELECT position::text FROM postgres_worker.checkpoints"));
        await database.ExecuteAsync("INSERT INTO letters (id, name) VALUES (3, 'three')");
        await Eventually.IsTrueAsync(
            async () => Lsn.Parse(await database.ScalarAsync<string>("SELECT position::text FROM postgres_worker.checkpoints")) > written, "the checkpoint goes on", TimeSpan.FromSeconds(10));

        await holder.RollbackAsync(Token);
        await Eventually.IsTrueAsync(
            async () => (await worker.DeadLetters.ListActionsAsync("letters", cancellationToken: Token)) is [{ Result: not null }], () => $"what became of the letter is written; the log is:\n{worker.Log}");
        Assert.Equal(isHandled ? 0 : 1, (await worker.DeadLetters.ListAsync("letters", cancellationToken: Token)).Count);
        Assert.False(worker.Log.Contains(PostgresWorkerEventIds.ConnectionFailed), worker.Log.ToString());
    }
}
