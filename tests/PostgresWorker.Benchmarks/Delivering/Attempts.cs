using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Timeouts;
using PostgresWorker.Telemetry;

namespace PostgresWorker.Benchmarks;

/// <summary>Attempts as a source makes them, the default timeout included.</summary>
internal static class Attempts
{
    public static DeliveryAttempt Create(IServiceProvider services, SourceOptions options, DeliveryTelemetry? telemetry = null) => new(
        new ListenerCall(services, new NoDatabase(), new TimedCalls(TimeProvider.System, NullLogger.Instance)),
        new DeliveryPolicies(options, []),
        () => 0.5,
        TimeProvider.System,
        NullLogger.Instance,
        telemetry);
}
