using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace PostgresWorker.Samples.Tests;

/// <summary>The webhook, with a receiver that does not take everything at once, and a collector of what it exports.</summary>
public sealed class WebhookTests
{
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(32);
    private static readonly HashSet<string> s_seen = new(StringComparer.Ordinal);

    [Fact]
    public async Task Changes_are_posted_signed_again_when_the_receiver_says_and_parked_where_it_refuses()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(2));
        var ct = deadline.Token;
        await using var receiver = new HttpReceiver(Answer);
        await using var collector = new HttpReceiver((_, _) => 200);
        await using var database = await SampleDatabase.CreateAsync("Webhook", ct);
        await using var worker = database.Start(
            ("Webhook__Url", $"{receiver.Url}/orders"), ("Webhook__Secret", $"whsec_{Convert.ToBase64String(s_key)}"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"));
        await worker.LineAsync(line => line.Contains("reads changes from slot", StringComparison.Ordinal), ct);
        await database.ExecuteAsync("INSERT INTO orders (total, note) VALUES (10.50, 'later'), (2, 'never'), (3, NULL); UPDATE orders SET total = 4 WHERE note = 'never'; DELETE FROM orders WHERE id = 3", ct);

        await SampleDatabase.IsAsync(() => Task.FromResult(receiver.Requests), requests => Of(requests, 1).Length == 2 && Of(requests, 3).Length == 2, ct);
        var later = Of(receiver.Requests, 1);
        Assert.Single(later.Select(request => request.Headers["webhook-id"]).Distinct());
        Assert.InRange((later[1].At - later[0].At).TotalSeconds, 0.95, 60);
        Assert.Contains("\"total\":10.50", later[0].Text, StringComparison.Ordinal);
        Assert.Equal(["INSERT", "DELETE"], Of(receiver.Requests, 3).Select(request => EventPayload.Parse(request.Text).Action));
        Assert.All(receiver.Requests, request => Assert.Equal(Signature(request), request.Headers["webhook-signature"]));
        Assert.All(receiver.Requests, request => Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$", request.Headers["traceparent"]));

        // Both changes of the order that is refused, of which the second was never sent.
        await database.IsAsync("SELECT count(*)::text FROM postgres_worker.dead_letters", "2", ct);
        Assert.Single(Of(receiver.Requests, 2));

        await SampleDatabase.IsAsync(() => Task.FromResult(collector.Requests), Exported, ct);
        Assert.Equal(0, await worker.StopAsync(ct));
    }

    private static int Answer(ReceivedRequest request, HttpListenerResponse response)
    {
        var isFirst = s_seen.Add(request.Headers["webhook-id"]);
        if (request.Text.Contains("never", StringComparison.Ordinal))
        {
            return 400;
        }

        if (!isFirst || !request.Text.Contains("later", StringComparison.Ordinal))
        {
            return 204;
        }

        response.Headers["Retry-After"] = "1";
        return 503;
    }

    private static ReceivedRequest[] Of(IReadOnlyList<ReceivedRequest> requests, int order) =>
        [.. requests.Where(request => EventPayload.Parse(request.Text).GetId() == order.ToString(CultureInfo.InvariantCulture))];

    private static string Signature(ReceivedRequest request)
    {
        var signed = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{request.Text}";
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes(signed)))}";
    }

    /// <summary>Spans and metrics by their names, which stand in the protobuf as they are.</summary>
    private static bool Exported(IReadOnlyList<ReceivedRequest> requests) =>
        Has(requests, "/v1/traces", "process public.orders") && Has(requests, "/v1/metrics", "messaging.process.duration") && Has(requests, "/v1/metrics", "postgres_worker.source.connected");

    private static bool Has(IReadOnlyList<ReceivedRequest> requests, string path, string name) =>
        requests.Any(request => request.Path == path && request.Body.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name)) >= 0);
}
