using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using PostgresWorker;

namespace Webhook;

/// <summary>Posts a change, signed, and says by what it throws whether and when it is sent again.</summary>
public sealed class WebhookSender(HttpClient http, IOptions<WebhookOptions> options, TimeProvider time)
{
    /// <exception cref="RetryAfterException">The receiver asked for a pause.</exception>
    /// <exception cref="WebhookRefusedException">It will not take the change.</exception>
    /// <exception cref="HttpRequestException">Something may pass by itself.</exception>
    public async Task SendAsync(EventPayload payload, CancellationToken ct)
    {
        var (body, now) = (payload.ToJson(), time.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Url);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");

        // The same at each redelivery: the receiver knows by it what it has.
        request.Headers.Add("webhook-id", payload.EventId);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(options.Value.Secret!, payload.EventId, now, body));
        using var response = await http.SendAsync(request, ct);
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        if (response.Headers.RetryAfter is { } after)
        {
            throw new RetryAfterException(Wait(after, now), $"The receiver answered {(int)response.StatusCode} with Retry-After.");
        }

        if (response.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout and not HttpStatusCode.TooManyRequests)
        {
            throw new WebhookRefusedException(response.StatusCode);
        }

        response.EnsureSuccessStatusCode();
    }

    private static TimeSpan Wait(RetryConditionHeaderValue after, DateTimeOffset now)
    {
        var wait = after.Delta ?? after.Date - now ?? TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
