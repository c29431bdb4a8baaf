using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Messages of pg_logical_emit_message, alone and among rows.</summary>
public sealed class MessageTests(PostgresServer server)
{
    [Fact]
    public async Task A_source_of_messages_alone_needs_no_table()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await using var worker = await RunningWorker.BeginAsync<Messages>(database);
        await worker.IsStreamingAsync();
        await EmitAsync(database, isTransactional: true, "audit", "größer");
        await EmitAsync(database, isTransactional: true, "nobody's", "skipped");
        await EmitAsync(database, isTransactional: false, "audit", "");
        await EmitAsync(database, isTransactional: true, "paid", """{"Id":7,"Amount":9.90}""");
        await worker.HasHandledAsync(3);

        var audits = worker.Inbox.Of<LogicalMessage>();
        Assert.Equal([("audit", "größer", true), ("audit", "", false)], audits.Select(message => (message.Prefix, message.Text, message.IsTransactional)));
        Assert.Equal(new Paid(7, 9.90m), Assert.Single(worker.Inbox.Of<LogicalMessage<Paid>>()).Value);
        Assert.All(audits, message =>
        {
            Assert.Equal(new TableName("", "audit"), message.Context.Table);
            Assert.Equal("messages", message.Context.Source);
            Assert.Equal($"MESSAGE audit {message.Context.Id}", message.ToString());
            Assert.InRange(message.Context.CommitTime, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddHours(1));
        });
        Assert.EndsWith($":{audits[1].Context.Lsn}:{audits[1].Context.Lsn}:-1", audits[1].Context.Id, StringComparison.Ordinal);
        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM pg_publication_tables"));
    }

    [Fact]
    public async Task A_message_stands_in_its_place_among_the_changes_of_its_transaction()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE entries (id bigint PRIMARY KEY)");
        await using var worker = await RunningWorker.BeginAsync<Ledger>(database, options => options.MaxConcurrency = 1);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("BEGIN; INSERT INTO entries VALUES (1); SELECT pg_logical_emit_message(true, 'note', 'two'); INSERT INTO entries VALUES (3); COMMIT");
        await worker.HasHandledAsync(3);

        Assert.Equal(["INSERT", "MESSAGE", "INSERT"], worker.Inbox.Handled.Select(change => change.Action));
        Assert.Single(worker.Inbox.Handled.Select(change => change.Context.Transaction).Distinct());
        Assert.Distinct(worker.Inbox.Handled.Select(change => change.Context.Id));
        Assert.Equal([0, -1, 0], worker.Inbox.Handled.Select(change => change.Context.Ordinal));
    }

    [Fact]
    public async Task What_is_rolled_back_does_not_come_but_what_is_not_transactional_does()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await using var worker = await RunningWorker.BeginAsync<Messages>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("BEGIN; SELECT pg_logical_emit_message(true, 'audit', 'gone'), pg_logical_emit_message(false, 'audit', 'kept'); ROLLBACK");
        await EmitAsync(database, isTransactional: true, "audit", "last");
        await worker.HasHandledAsync(2);

        Assert.Equal(["kept", "last"], worker.Inbox.Of<LogicalMessage>().Select(message => message.Text));
    }

    [Fact]
    public async Task Content_that_can_not_be_read_concerns_its_message_and_is_not_said()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await using var worker = await RunningWorker.BeginAsync<Messages>(database, options => options.MinRetryDelay = TimeSpan.FromMilliseconds(10));
        await worker.IsStreamingAsync();
        await EmitAsync(database, isTransactional: false, "audit", "before");
        await worker.HasHandledAsync(1);
        await EmitAsync(database, isTransactional: true, "paid", """{"Id":"secret"}""");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeadLetterStored), "the message is kept");

        Assert.Contains("MessageReadException: The message 'paid' can't be read as PostgresWorker.Integration.Worker.Paid", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, worker.Log.Count(PostgresWorkerEventIds.DeliveryExhausted));
    }

    private static Task<int> EmitAsync(TestDatabase database, bool isTransactional, string prefix, string content) =>
        database.ExecuteAsync($"SELECT pg_logical_emit_message({isTransactional}, $p${prefix}$p$, $p${content}$p$)");
}
