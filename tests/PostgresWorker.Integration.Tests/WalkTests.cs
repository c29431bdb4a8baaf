using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>A change in the database calls a typed method.</summary>
public sealed class WalkTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Inserts_updates_and_deletes_arrive_typed_and_in_order(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders VALUES (7, 3, 'pending', 10.50, '2026-11-22 12:30:00.123456+01', 'a note')");
        await database.ExecuteAsync("UPDATE orders SET status = 'shipped', note = NULL");
        await database.ExecuteAsync("DELETE FROM orders");
        await worker.HasHandledAsync(3);

        var placed = new DateTimeOffset(2026, 11, 22, 11, 30, 0, TimeSpan.Zero).AddTicks(1_234_560);
        var order = new Order(7, 3, OrderStatus.Pending, 10.50m, placed, "a note");
        var shipped = order with { Status = OrderStatus.Shipped, Note = null };
        Assert.Equal(order, Assert.IsType<Inserted<Order>>(worker.Inbox.Handled[0]).New);
        var updated = Assert.IsType<Updated<Order>>(worker.Inbox.Handled[1]);
        Assert.Equal((order, shipped), (updated.Old, updated.New));
        Assert.Equal(shipped, Assert.IsType<Deleted<Order>>(worker.Inbox.Handled[2]).Old);
    }

    [Fact]
    public async Task The_context_says_where_and_when()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database);
        await using var connection = await database.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var insert = new Npgsql.NpgsqlCommand("INSERT INTO orders (id) VALUES (1); SELECT pg_current_xact_id()::text::bigint", connection, transaction);
            var xid = (long)(await insert.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            await worker.HasHandledAsync(1);

            var context = worker.Inbox.Handled[0].Context;
            var system = await database.ScalarAsync<string>("SELECT system_identifier::text FROM pg_control_system()");
            Assert.Equal("shop", context.Source);
            Assert.Equal(new TableName("public", "orders"), context.Table);
            Assert.Equal((uint)xid, context.Transaction.TransactionId);
            Assert.Equal($"{system}:{context.Transaction.CommitLsn}:{context.Lsn}:0", context.Id);
            Assert.True(context.Lsn < context.Transaction.CommitLsn);
            Assert.Equal(1, context.Attempt);
            Assert.InRange(context.CommitTime, DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow().AddMinutes(1));
        }
    }

    [Fact]
    public async Task Rows_that_one_WAL_record_writes_have_ids_of_their_own()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await using var worker = await RunningWorker.StartAsync(database);
        await using var connection = await database.ConnectAsync();
        await using (var copy = await connection.BeginTextImportAsync("COPY orders (id) FROM STDIN", TestContext.Current.CancellationToken))
        {
            for (var id = 1; id <= 1000; id++)
            {
                await copy.WriteLineAsync($"{id}");
            }
        }

        await worker.HasHandledAsync(1000);
        var contexts = worker.Inbox.Handled.Select(change => change.Context).ToArray();
        Assert.Equal(1000, contexts.Select(context => context.Id).Distinct().Count());
        Assert.True(contexts.Select(context => context.Lsn).Distinct().Count() < 1000, "COPY wrote a record for each row, so the test shows nothing.");
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Changes_of_one_key_keep_the_order_of_their_commits(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(1, 50) g");
        for (var round = 1; round <= 20; round++)
        {
            await database.ExecuteAsync($"UPDATE orders SET customer_id = {round + 1}");
        }

        await worker.HasHandledAsync(50 * 21);
        foreach (var key in worker.Inbox.Of<Change<Order>>().GroupBy(change => change.Row.Id))
        {
            Assert.Equal(Enumerable.Range(1, 21).Select(version => (long)version), key.Select(change => change.Row.CustomerId));
        }
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_row_that_moves_to_another_key_stays_in_order_with_both(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        var inbox = new Inbox { Handler = (change, ct) => Task.Delay(change is Inserted<Order> ? 50 : 0, ct) };
        await using var worker = await RunningWorker.StartAsync(database, inbox: inbox);
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(1, 8) g");
        await database.ExecuteAsync("UPDATE orders SET id = id + 100");
        await database.ExecuteAsync("DELETE FROM orders");
        await worker.HasHandledAsync(24);

        for (var id = 1L; id <= 8; id++)
        {
            var changes = inbox.Of<Change<Order>>().Where(change => change.Row.Id % 100 == id).ToArray();
            Assert.Collection(
                changes,
                inserted => Assert.Equal(id, Assert.IsType<Inserted<Order>>(inserted).New.Id),
                updated => Assert.Equal((id, id + 100), (((Updated<Order>)updated).Old!.Id, ((Updated<Order>)updated).New.Id)),
                deleted => Assert.Equal(id + 100, Assert.IsType<Deleted<Order>>(deleted).Old.Id));
        }
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task What_was_rolled_back_never_arrives(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("BEGIN; INSERT INTO orders (id) VALUES (1); ROLLBACK; INSERT INTO orders (id) VALUES (2)");
        await database.ExecuteAsync("BEGIN; INSERT INTO orders (id) VALUES (3); SAVEPOINT s; INSERT INTO orders (id) VALUES (4); ROLLBACK TO s; COMMIT");
        await worker.HasHandledAsync(2);
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (5)");
        await worker.HasHandledAsync(3);
        Assert.Equal([2, 3, 5], worker.Inbox.Of<Inserted<Order>>().Select(change => change.New.Id).Order());
    }
}
