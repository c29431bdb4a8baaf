using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Changes that come in the order of a column's values in place of the key's.</summary>
public sealed class OrderByTests(PostgresServer server)
{
    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Rows_of_one_value_come_one_after_another_in_commit_order_and_others_beside_them(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        var running = new int[5];
        var together = 0;
        var most = 0;
        var inbox = new Inbox
        {
            Handler = async (change, ct) =>
            {
                var order = ((Change<Item>)change).Row.OrderId;
                together += Interlocked.Increment(ref running[order]) > 1 ? 1 : 0;
                most = Math.Max(most, running.Sum());
                await Task.Delay((int)(((Change<Item>)change).Row.Id % 3), ct);
                Interlocked.Decrement(ref running[order]);
            },
        };
        await using var worker = await StartAsync(database, inbox);
        for (var round = 0; round < 5; round++)
        {
            await database.ExecuteAsync($"INSERT INTO items (id, order_id) SELECT g, g % 4 + 1 FROM generate_series({round * 40}, {(round * 40) + 39}) g");
        }

        await worker.HasHandledAsync(200);
        Assert.Equal(0, together);
        Assert.True(most > 1, "Nothing ran beside anything.");
        Assert.All(
            inbox.Of<Change<Item>>().GroupBy(change => change.Row.OrderId),
            order => Assert.Equal(order.Select(change => change.Row.Id).Order(), order.Select(change => change.Row.Id)));
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_row_that_moves_to_another_value_waits_for_what_was_before_and_holds_what_comes_behind(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        var inbox = new Inbox { Handler = (change, ct) => Task.Delay(change is Inserted<Item> ? 30 : 0, ct) };
        await using var worker = await StartAsync(database, inbox);
        await database.ExecuteAsync("INSERT INTO items (id, order_id) SELECT g, g FROM generate_series(1, 16) g");
        await database.ExecuteAsync("UPDATE items SET order_id = order_id + 100");
        await database.ExecuteAsync("DELETE FROM items");
        await worker.HasHandledAsync(48);
        Assert.All(
            inbox.Of<Change<Item>>().GroupBy(change => change.Row.Id),
            row => Assert.Equal(["INSERT", "UPDATE", "DELETE"], row.Select(change => change.Action)));
    }

    [Fact]
    public async Task Verify_refuses_a_table_whose_updates_do_not_carry_the_column()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table);
        await using var worker = await RunningWorker.BeginAsync<Ordered>(database, options => options.Provision = Provision.Verify);
        await worker.Stopped.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Contains(
            "Listener SettingsListeners.OnOrdered orders changes of public.items by 'order_id' (OrderBy), whose old value updates and deletes do not carry. Order by the key, or widen the replica identity. Run: ALTER TABLE",
            worker.Log.ToString(),
            StringComparison.Ordinal);
    }

    private static async Task<RunningWorker> StartAsync(TestDatabase database, Inbox inbox)
    {
        var worker = await RunningWorker.BeginAsync<Ordered>(database, inbox: inbox);
        await worker.IsStreamingAsync();
        return worker;
    }
}
