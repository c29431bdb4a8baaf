using System.Diagnostics;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Telemetry;

/// <summary>Each attempt is a span, and none has a row's values.</summary>
public sealed class SpanTests(PostgresServer server)
{
    private const string Canary = "canary-5b1f";

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task Each_attempt_is_a_span_of_its_own(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, capture: capture);
        using var spans = new RecordedSpans(database.Slot);
        string? current = null;
        var inbox = new Inbox
        {
            Handler = (change, _) =>
            {
                current = Activity.Current?.OperationName;
                return change.Context.Attempt == 1 ? throw new InvalidOperationException(Canary) : Task.CompletedTask;
            },
        };
        await using var worker = await RunningWorker.StartAsync(database, DeadLetters.DeadLetterTests.Quick, inbox);
        await database.ExecuteAsync($"INSERT INTO orders (id, note) VALUES (1, '{Canary}')");
        await worker.HasHandledAsync(1);
        await Eventually.IsTrueAsync(() => spans.All.Count == 2, () => $"there are two spans, and not {spans.All.Count}");
        var id = inbox.Handled[0].Context.Id;
        Assert.Equal("process public.orders", current);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var span = spans.All[attempt - 1];
            Assert.Equal(("process public.orders", ActivityKind.Consumer), (span.DisplayName, span.Kind));
            Assert.Null(span.ParentId);
            Assert.Equal(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["messaging.system"] = "postgresql",
                    ["messaging.operation.type"] = "process",
                    ["messaging.operation.name"] = "process",
                    ["messaging.destination.name"] = "public.orders",
                    ["messaging.message.id"] = id,
                    ["messaging.consumer.group.name"] = database.Slot,
                    ["postgres_worker.source"] = "shop",
                    ["postgres_worker.listener"] = "OrderListeners.OnOrder",
                    ["postgres_worker.attempt"] = attempt,
                    ["error.type"] = attempt == 1 ? "System.InvalidOperationException" : null,
                }.Where(tag => tag.Value is not null).OrderBy(tag => tag.Key, StringComparer.Ordinal),
                span.TagObjects.OrderBy(tag => tag.Key, StringComparer.Ordinal));
            Assert.Equal((attempt == 1 ? ActivityStatusCode.Error : ActivityStatusCode.Unset, null), (span.Status, span.StatusDescription));
            Assert.Empty(span.Events);
        }
    }

    [Theory]
    [ClassData(typeof(Captures))]
    public async Task A_batch_is_one_span_with_its_count(Capture capture)
    {
        await using var database = await TestDatabase.CreateAsync(server.Server, Item.Table, capture: capture);
        using var spans = new RecordedSpans(database.Slot);
        await using var worker = await RunningWorker.BeginAsync<Batches>(database);
        await worker.IsStreamingAsync();
        await database.ExecuteAsync("INSERT INTO items (id) SELECT generate_series(1, 10)");
        await worker.HasHandledAsync(10);
        await Eventually.IsTrueAsync(() => spans.All.Sum(span => (int)span.GetTagItem("messaging.batch.message_count")!) == 10, "all changes are in spans");
        Assert.Equal(worker.Inbox.Batches.Count, spans.All.Count);
    }
}
