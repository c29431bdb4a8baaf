using PostgresWorker;

namespace Webhook;

/// <summary>Sends each change of the table orders.</summary>
public sealed class OrderWebhook(WebhookSender sender)
{
    /// <summary>
    /// A receiver that is away holds back each order's changes in order, for some hours; then they are parked until somebody releases them. What it refuses is parked at once.
    /// </summary>
    [PostgresListener("shop", "orders")]
    [Retry(MaxAttempts = 500, OnExhausted = OnExhausted.Park)]
    [Retry(On = typeof(WebhookRefusedException), MaxAttempts = 1)]
    [Timeout(30_000)]
    public Task OnOrder(EventPayload payload, CancellationToken ct) => sender.SendAsync(payload, ct);
}
