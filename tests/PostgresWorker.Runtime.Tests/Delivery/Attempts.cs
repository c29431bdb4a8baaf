using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Timeouts;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>Attempts as a source makes them, but for chance: every wait is half of the longest.</summary>
internal static class Attempts
{
    public static DeliveryAttempt Create(IServiceProvider services, SourceOptions options, TimeProvider time, ILogger logger, IListenerTransactions? database = null, IReadOnlyList<ChangeFilterFactory>? filters = null) => new(
        new ListenerCall(services, database ?? new NoDatabase(), new TimedCalls(time, logger)),
        new DeliveryPolicies(options, filters ?? []),
        () => 0.5,
        time,
        logger);
}
