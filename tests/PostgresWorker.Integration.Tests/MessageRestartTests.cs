using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Messages outside of transactions are lost by no restart, and repeated by no clean one.</summary>
public sealed class MessageRestartTests(PostgresServer server)
{
    [Fact]
    public async Task A_clean_restart_repeats_nothing_and_loses_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        var inbox = new Inbox();
        for (var round = 0; round < 3; round++)
        {
            await EmitAsync(database, round, count: 5, "audit");
            await using var worker = await RunningWorker.BeginAsync<Messages>(database, inbox: inbox);
            await worker.IsStreamingAsync();
            await EmitAsync(database, round + 10, count: 5, "audit");
            await Eventually.IsTrueAsync(() => inbox.Handled.Count >= Expected(round), () => $"{inbox.Handled.Count} were handled; the log is:\n{worker.Log}");
            await worker.StopAsync();
        }

        // What was written before the slot is there for nobody.
        Assert.Equal(
            [.. Texts(10, 5), .. Texts(1, 5), .. Texts(11, 5), .. Texts(2, 5), .. Texts(12, 5)],
            inbox.Attempts.Cast<LogicalMessage>().Select(message => message.Text));
    }

    [Fact]
    public async Task What_was_not_handled_comes_again_with_the_same_id()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        var inbox = new Inbox { Handler = (_, ct) => Task.Delay(Timeout.Infinite, ct) };
        await using (var worker = await RunningWorker.BeginAsync<Messages>(database, options => options.DrainTimeout = TimeSpan.FromMilliseconds(50), inbox))
        {
            await worker.IsStreamingAsync();
            await EmitAsync(database, 0, count: 1, "audit");
            await Eventually.IsTrueAsync(() => inbox.Attempts.Count == 1, "the handler runs");
            await EmitAsync(database, 1, count: 3, "nobody's");
            await worker.StopAsync();
        }

        inbox.Handler = (_, _) => Task.CompletedTask;
        await using var next = await RunningWorker.BeginAsync<Messages>(database, inbox: inbox);
        await next.HasHandledAsync(1);
        Assert.Equal(2, inbox.Attempts.Count);
        Assert.Equal(inbox.Attempts[0].Context.Id, inbox.Attempts[1].Context.Id);
    }

    [Fact]
    public async Task Connections_that_are_killed_while_messages_come_lose_none()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await using var worker = await RunningWorker.BeginAsync<Messages>(database, options => (options.MinReconnectInterval, options.MaxReconnectInterval) = (TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20)));
        await worker.IsStreamingAsync();
        for (var kills = 1; kills <= 8; kills++)
        {
            // One message at a time on a stream that is idle otherwise: each could be taken for received before it is handed out.
            await EmitAsync(database, kills, count: 20, "audit");
            await database.ExecuteAsync($"SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '{database.Slot}'");
            await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.Streaming) > kills, "the worker reads again");
        }

        var expected = Enumerable.Range(1, 8).SelectMany(round => Texts(round, 20)).ToList();
        await Eventually.IsTrueAsync(() => Distinct(worker).Count >= expected.Count, () => $"{Distinct(worker).Count} arrived; the log is:\n{worker.Log}");
        Assert.Equal(expected, Distinct(worker));
    }

    [Fact]
    public async Task Messages_that_nobody_wants_do_not_keep_the_log()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await using var worker = await RunningWorker.BeginAsync<Messages>(database);
        await worker.IsStreamingAsync();
        await EmitAsync(database, 0, count: 3, "nobody's");
        var written = await database.CurrentLsnAsync();
        await Eventually.IsTrueAsync(
            async () =>
            {
                // The server tells its position when it moves.
                await EmitAsync(database, 1, count: 1, "nobody's");
                return await database.ConfirmedAsync() >= written;
            },
            () => $"{written} is confirmed; the log is:\n{worker.Log}");
        Assert.Empty(worker.Inbox.Attempts);
    }

    private static int Expected(int round) => 5 + (10 * round);

    private static IEnumerable<string> Texts(int round, int count) => Enumerable.Range(0, count).Select(number => $"{round}-{number}");

    private static List<string> Distinct(RunningWorker worker) =>
        [.. worker.Inbox.Handled.DistinctBy(change => change.Context.Id).Cast<LogicalMessage>().Select(message => message.Text)];

    private static async Task EmitAsync(TestDatabase database, int round, int count, string prefix)
    {
        for (var number = 0; number < count; number++)
        {
            await database.ExecuteAsync($"SELECT pg_logical_emit_message(false, $p${prefix}$p$, '{round}-{number}')");
        }
    }
}
