using System.Collections.Concurrent;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>How the listeners of one source are called: what each says of itself, and the source's options for the rest.</summary>
/// <param name="options">The source's options.</param>
/// <param name="filters">What stands around the calls of all listeners, the first outermost.</param>
internal sealed class DeliveryPolicies(SourceOptions options, IReadOnlyList<ChangeFilterFactory> filters)
{
    private readonly ConcurrentDictionary<ListenerRoute, DeliveryPolicy> _policies = new(ReferenceEqualityComparer.Instance);

    public DeliveryPolicy Of(ListenerRoute route) => _policies.GetOrAdd(
        route, static (route, all) => new DeliveryPolicy(route, all.Options, all.Filters), (Options: options, Filters: filters));
}
