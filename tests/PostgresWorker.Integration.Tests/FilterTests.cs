using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration;

/// <summary>Filters stand around messages and untyped changes as around any other.</summary>
public sealed class FilterTests(PostgresServer server)
{
    [Fact]
    public async Task A_filter_stands_around_messages()
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, schema: null);
        var seen = new Seen();
        await using var worker = await StartAsync<Messages>(database, seen);
        await database.ExecuteAsync("""SELECT pg_logical_emit_message(true, 'audit', 'hello'), pg_logical_emit_message(false, 'paid', '{"Id":7,"Amount":9.90}')""");
        await worker.HasHandledAsync(2);
        await Eventually.IsTrueAsync(() => seen.Deliveries.Count(delivery => delivery.HasSucceeded) == 2, "the filter has seen both ends");
        Assert.Equal(
            ["MessageListeners.OnAudit LogicalMessage False 1", "MessageListeners.OnAudit LogicalMessage True 2", "MessageListeners.OnPaid LogicalMessage`1 False 1", "MessageListeners.OnPaid LogicalMessage`1 True 2"],
            seen.Deliveries.Select(delivery => $"{delivery.Listener} {delivery.Change.GetType().Name} {delivery.HasSucceeded} {delivery.Attempt}").Order(StringComparer.Ordinal));
        Assert.Equal("hello", Assert.Single(worker.Inbox.Of<LogicalMessage>()).Text);
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_filter_stands_around_untyped_changes_and_has_their_context(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, "CREATE TABLE things (id bigint PRIMARY KEY, name text)", capture: capture);
        var seen = new Seen();
        await using var worker = await StartAsync<Payloads>(database, seen);
        await database.ExecuteAsync("INSERT INTO things VALUES (1, 'one')");
        await database.ExecuteAsync("DELETE FROM things");
        await Eventually.IsTrueAsync(() => seen.Deliveries.Count(delivery => delivery.HasSucceeded) == 2, () => $"both are handled; the log is:\n{worker.Log}");
        Assert.Equal([("INSERT", 1), ("INSERT", 2), ("DELETE", 1), ("DELETE", 2)], seen.Deliveries.Select(delivery => (delivery.Change.Action, delivery.Attempt)));
        Assert.All(seen.Deliveries, delivery => Assert.Equal(("PayloadListeners.OnThing", new TableName("public", "things")), (delivery.Listener, delivery.Change.Context.Table)));
        Assert.Equal(["INSERT", "DELETE"], worker.Inbox.Payloads.Select(taken => taken.Payload.Action));
    }

    private static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database, Seen seen)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(
            database,
            options => options.MinRetryDelay = options.MaxRetryDelay = TimeSpan.FromMilliseconds(5),
            more: worker =>
            {
                worker.Services.AddSingleton(seen);
                worker.AddFilter<FailsFirst>();
            });
        await worker.IsStreamingAsync();
        return worker;
    }

    private sealed class Seen
    {
        public ConcurrentQueue<(string Listener, Change Change, int Attempt, bool HasSucceeded)> Deliveries { get; } = new();
    }

    private sealed class FailsFirst(Seen seen) : IChangeFilter
    {
        public async ValueTask InvokeAsync(ChangeDelivery delivery, ChangeFilterNext next, CancellationToken cancellationToken)
        {
            var isFirst = delivery.Attempt == 1;
            if (isFirst)
            {
                seen.Deliveries.Enqueue((delivery.Listener, Assert.Single(delivery.Changes), delivery.Attempt, false));
                throw new InvalidOperationException("not at once");
            }

            await next(cancellationToken);
            seen.Deliveries.Enqueue((delivery.Listener, Assert.Single(delivery.Changes), delivery.Attempt, true));
        }
    }
}
