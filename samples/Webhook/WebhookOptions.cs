using System.Text.RegularExpressions;

namespace Webhook;

/// <summary>Where changes go. From the section <c>Webhook</c>.</summary>
public sealed partial class WebhookOptions
{
    /// <summary>The receiver.</summary>
    public Uri? Url { get; set; }

    /// <summary>What it knows the sender by: <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
    public string? Secret { get; set; }

    public bool IsValid => Url is { IsAbsoluteUri: true } && Secret is not null && Form().IsMatch(Secret);

    [GeneratedRegex(@"\Awhsec_[A-Za-z0-9+/]{32,86}={0,2}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
