using System.Net;

namespace Webhook;

/// <summary>The receiver will not take the change, however often it is sent.</summary>
public sealed class WebhookRefusedException(HttpStatusCode status) : Exception($"The receiver refused the change with {(int)status}.");
