using System.Collections.Concurrent;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Outbox;

/// <summary>What is ordered with several lanes keeps its order whoever has the lanes.</summary>
public sealed class SharedBarrierTests(PostgresServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WakeUp.Poll)]
    [InlineData(WakeUp.Notify)]
    public async Task A_truncate_comes_behind_all_before_it_and_before_all_behind_it(WakeUp wakeUp)
    {
        const int Rounds = 4, Rows = 60;
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE events (id bigint PRIMARY KEY)", test: $"truncate_{wakeUp}", capture: Capture.Outbox);
        var inbox = new Inbox { Handler = (change, ct) => Task.Delay(change is Inserted<Event> { New.Id: var id } ? (int)(id % 20) : 0, ct) };
        await using var first = await StartAsync<Events>(database, inbox, wakeUp);
        await using var second = await StartAsync<Events>(database, inbox, wakeUp);
        await SharingTests.HaveAsync(database, 128, 128);
        for (var round = 0; round < Rounds; round++)
        {
            await database.ExecuteAsync($"INSERT INTO events SELECT g FROM generate_series({(round * Rows) + 1}, {(round + 1) * Rows}) g");
            await database.ExecuteAsync("TRUNCATE events");
        }

        await Eventually.IsTrueAsync(() => inbox.Handled.Count >= Rounds * (Rows + 1), () => $"everything is handled, and not {inbox.Handled.Count}; the log is:\n{first.Log}", TimeSpan.FromSeconds(40));
        await database.WhenEverythingIsConfirmedAsync();
        foreach (var calls in (IReadOnlyList<Change>[])[inbox.Attempts, inbox.Handled])
        {
            Assert.Equal(Rounds * (Rows + 1), calls.Count);
            Assert.All(calls.Index(), call => Assert.Equal(call.Index % (Rows + 1) == Rows, call.Item is Truncated));
            Assert.All(calls.Chunk(Rows + 1).Index(), round => Assert.All(round.Item.OfType<Inserted<Event>>(), inserted => Assert.Equal(round.Index, (inserted.New.Id - 1) / Rows)));
        }
    }

    [Fact]
    public async Task A_row_that_moves_comes_in_its_place_among_the_changes_of_both_keys()
    {
        const int Rows = 40, Orders = 12, Moves = 400;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: Capture.Outbox);
        var calls = new ConcurrentQueue<(int Number, bool IsEnd, long[] Orders)>();
        var inbox = new Inbox
        {
            Handler = async (change, ct) =>
            {
                var item = (Change<Item>)change;
                var orders = item is Updated<Item> { Old: { } old, New: var row } ? new[] { old.OrderId, row.OrderId } : [item.Row.OrderId];
                calls.Enqueue((int.Parse(item.Row.Name, System.Globalization.CultureInfo.InvariantCulture), false, orders));
                await Task.Delay((int)(item.Row.Id % 3), ct);
                calls.Enqueue((int.Parse(item.Row.Name, System.Globalization.CultureInfo.InvariantCulture), true, orders));
            },
        };
        await using var first = await StartAsync<Ordered>(database, inbox, WakeUp.Poll);
        await using var second = await StartAsync<Ordered>(database, inbox, WakeUp.Poll);
        await SharingTests.HaveAsync(database, 128, 128);
        for (var row = 1; row <= Rows; row++)
        {
            await database.ExecuteAsync($"INSERT INTO items (id, order_id, name) VALUES ({row}, {random.Next(Orders)}, '{row}')");
        }

        for (var move = Rows + 1; move <= Rows + Moves; move++)
        {
            await database.ExecuteAsync($"UPDATE items SET order_id = {(random.Next(3) == 0 ? "order_id" : random.Next(Orders))}, name = '{move}' WHERE id = {random.Next(1, Rows + 1)}");
        }

        await Eventually.IsTrueAsync(() => inbox.Handled.Count >= Rows + Moves, () => $"everything is handled, and not {inbox.Handled.Count}; the log is:\n{first.Log}");
        for (var order = 0; order < Orders; order++)
        {
            var ofOrder = calls.Where(call => call.Orders.Contains(order)).Select(call => (call.Number, call.IsEnd)).ToArray();
            Assert.Equal(ofOrder.OrderBy(call => call.Number).ThenBy(call => call.IsEnd), ofOrder);
        }
    }

    private static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database, Inbox inbox, WakeUp wakeUp)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(
            database,
            options =>
            {
                SharingTests.Quick(options);
                (options.WakeUp, options.PollInterval) = (wakeUp, wakeUp == WakeUp.Notify ? TimeSpan.FromMinutes(1) : options.PollInterval);
            },
            inbox);
        await worker.IsStreamingAsync();
        return worker;
    }
}
