using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>A row is read by the layout that it was written with.</summary>
public sealed class SchemaChangeTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Columns_come_and_change_places_while_changes_stream(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("INSERT INTO orders (id, note) VALUES (1, 'before')");
        await database.ExecuteAsync("ALTER TABLE orders ADD extra text DEFAULT 'x'; INSERT INTO orders (id, note) VALUES (2, 'added')");
        await database.ExecuteAsync("ALTER TABLE orders DROP extra, DROP note; ALTER TABLE orders ADD note text; INSERT INTO orders (id, note) VALUES (3, 'moved')");
        await database.ExecuteAsync("ALTER TABLE orders ALTER customer_id TYPE int; INSERT INTO orders (id, note, customer_id) VALUES (4, 'narrower', 5)");
        await worker.HasHandledAsync(4);
        Assert.Equal(["before", "added", "moved", "narrower"], worker.Inbox.Of<Inserted<Order>>().OrderBy(change => change.New.Id).Select(change => change.New.Note));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_column_that_a_listener_needs_and_loses_halts_the_source_with_its_name(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database);
        await database.ExecuteAsync("ALTER TABLE orders RENAME total TO amount; INSERT INTO orders (id) VALUES (1)");
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(worker.Log.Contains(PostgresWorkerEventIds.SourceHalted));
        Assert.Contains("the table has no column 'total', which property Total declares", worker.Log.ToString(), StringComparison.Ordinal);
        Assert.Empty(worker.Inbox.Attempts);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_label_added_to_an_enum_that_the_row_type_lacks_is_named(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await using var worker = await RunningWorker.StartAsync(database, options => options.DrainTimeout = TimeSpan.Zero);
        await database.ExecuteAsync("ALTER TYPE order_status ADD VALUE 'returned'");
        await database.ExecuteAsync("INSERT INTO orders (id, status) VALUES (1, 'returned')");
        await Eventually.IsTrueAsync(() => worker.Log.Contains(PostgresWorkerEventIds.DeliveryExhausted), "the change fails");
        Assert.Contains("the label 'returned' is none of", worker.Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_from_before_a_nullable_column_was_added_are_read_by_a_build_that_has_it()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server);
        await database.ExecuteAsync("ALTER TABLE orders DROP note; ALTER TABLE orders REPLICA IDENTITY FULL");
        await database.ExecuteAsync($"CREATE PUBLICATION {database.Publication} FOR TABLE orders");
        await database.ExecuteAsync($"SELECT pg_create_logical_replication_slot('{database.Slot}', 'pgoutput')");
        await database.ExecuteAsync("INSERT INTO orders (id) VALUES (1); ALTER TABLE orders ADD note text; INSERT INTO orders (id, note) VALUES (2, 'after')");
        await using var worker = await RunningWorker.StartAsync(database);
        await worker.HasHandledAsync(2);
        Assert.Equal([null, "after"], worker.Inbox.Of<Inserted<Order>>().OrderBy(change => change.New.Id).Select(change => change.New.Note));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_key_of_another_type_keeps_the_order_of_its_changes(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        await database.ExecuteAsync("ALTER TABLE orders ALTER id TYPE int");
        var release = new TaskCompletionSource();
        var inbox = new Inbox { Handler = (change, ct) => change is Inserted<Order> ? release.Task.WaitAsync(ct) : Task.CompletedTask };
        await using var worker = await RunningWorker.StartAsync(database, inbox: inbox);
        await database.ExecuteAsync("INSERT INTO orders (id) SELECT g FROM generate_series(1, 16) g");
        await database.ExecuteAsync("ALTER TABLE orders ALTER id TYPE bigint; UPDATE orders SET customer_id = 2");
        await Eventually.IsTrueAsync(() => worker.Log.Count(PostgresWorkerEventIds.LayoutBound) >= 2, "the new layout is read");
        Assert.DoesNotContain(inbox.Attempts, change => change is Updated<Order>);
        release.SetResult();
        await worker.HasHandledAsync(32);
        Assert.All(inbox.Of<Change<Order>>().GroupBy(change => change.Row.Id), key => Assert.Equal(["INSERT", "UPDATE"], key.Select(change => change.Action)));
        if (capture == Capture.Wal)
        {
            // Keys are hashed by their wire bytes, which are others now: everything before it is waited for. An outbox has their texts.
            Assert.All(inbox.Handled.Take(16), change => Assert.IsType<Inserted<Order>>(change));
        }
    }
}
