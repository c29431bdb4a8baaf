using PostgresWorker.Delivery.Retries;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>How one listener is called.</summary>
/// <param name="route">The listener.</param>
/// <param name="options">What the source says for those that do not say it themselves.</param>
/// <param name="filters">What stands around the calls of all listeners.</param>
internal sealed class DeliveryPolicy(ListenerRoute route, SourceOptions options, IReadOnlyList<ChangeFilterFactory> filters)
{
    /// <summary>What is done about its failures.</summary>
    public RetryPolicy Retry { get; } = new(route.Retry, options);

    /// <summary>How long a call may take; null for any time.</summary>
    public TimeSpan? Timeout =>
        (route.Timeout ?? options.HandlerTimeout) is var timeout && timeout == System.Threading.Timeout.InfiniteTimeSpan ? null : timeout;

    /// <summary>What stands around each call, the first outermost.</summary>
    public ChangeFilterFactory[] Filters { get; } = [.. filters, .. route.Filters];

    /// <summary>Whether a scope is made for each call.</summary>
    public bool NeedsScope => route.NeedsServices || Filters.Length > 0;
}
