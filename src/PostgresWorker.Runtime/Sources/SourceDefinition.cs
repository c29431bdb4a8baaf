using PostgresWorker.Delivery;
using PostgresWorker.Generated;

namespace PostgresWorker.Sources;

/// <summary>A source as configured, with its listeners.</summary>
internal sealed record SourceDefinition(string Name, SourceOptions Options, IReadOnlyList<ListenerRoute> Routes, Func<double> Random, params IReadOnlyList<ChangeFilterFactory> Filters)
{
    public DeliveryPolicies Policies { get; } = new(Options, Filters);

    /// <summary>As the options are now: they may be loaded anew.</summary>
    public Backoff ReconnectBackoff => new(Options.MinReconnectInterval, Options.MinReconnectInterval * 2, Options.MaxReconnectInterval, Random);
}
