namespace PostgresWorker;

/// <summary>The names by which telemetry is asked for: <c>metrics.AddMeter(PostgresWorkerTelemetry.Meter)</c>, <c>tracing.AddSource(PostgresWorkerTelemetry.ActivitySource)</c>.</summary>
public static class PostgresWorkerTelemetry
{
    /// <summary>The meter of all metrics.</summary>
    public const string Meter = "PostgresWorker";

    /// <summary>The source of all spans.</summary>
    public const string ActivitySource = "PostgresWorker";
}
