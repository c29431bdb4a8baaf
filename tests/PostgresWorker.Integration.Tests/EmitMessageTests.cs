using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>The writer's side of messages.</summary>
public sealed class EmitMessageTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_texts_and_bytes_come_as_they_were_emitted()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        await using var worker = await RunningWorker.BeginAsync<Messages>(database);
        await worker.IsStreamingAsync();
        await using var connection = await database.ConnectAsync();
        var end = await connection.EmitMessageAsync("paid", new Paid(7, 9.90m), MessageJson.Default.Paid, cancellationToken: Token);
        await connection.EmitMessageAsync("audit", "größer", cancellationToken: Token);
        await connection.EmitMessageAsync("audit", new byte[] { 0, 255, 0 }.AsMemory(), cancellationToken: Token);
        await worker.HasHandledAsync(3);

        var paid = Assert.Single(worker.Inbox.Of<LogicalMessage<Paid>>());
        Assert.Equal(new Paid(7, 9.90m), paid.Value);
        Assert.True(paid.Context.Lsn <= end && paid.IsTransactional);
        var audits = worker.Inbox.Of<LogicalMessage>().OrderBy(message => message.Context.Lsn).ToArray();
        Assert.Equal("größer", audits[0].Text);
        Assert.Equal([0, 255, 0], audits[1].Content.ToArray());
    }

    [Fact]
    public async Task A_message_shares_the_fate_of_its_transaction_unless_asked_otherwise()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE entries (id bigint PRIMARY KEY)");
        await using var worker = await RunningWorker.BeginAsync<Ledger>(database, options => options.MaxConcurrency = 1);
        await worker.IsStreamingAsync();
        await using var connection = await database.ConnectAsync();
        await using (var undone = await connection.BeginTransactionAsync(Token))
        {
            await undone.EmitMessageAsync("note", "gone", Token);
            await connection.EmitMessageAsync("note", "kept", transactional: false, Token);
            await undone.RollbackAsync(Token);
        }

        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO entries VALUES (1)";
        await insert.ExecuteNonQueryAsync(Token);
        await transaction.EmitMessageAsync("note", new Paid(1, 2m), MessageJson.Default.Paid, Token);
        await transaction.EmitMessageAsync("note", "last"u8.ToArray().AsMemory(), Token);
        await transaction.CommitAsync(Token);
        await worker.HasHandledAsync(4);
        Assert.Equal(["MESSAGE", "INSERT", "MESSAGE", "MESSAGE"], worker.Inbox.Handled.Select(change => change.Action));
        Assert.Equal(["kept", """{"Id":1,"Amount":2}""", "last"], worker.Inbox.Of<LogicalMessage>().Select(message => message.Text));
        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.EmitMessageAsync("note", "late", Token));
    }
}
