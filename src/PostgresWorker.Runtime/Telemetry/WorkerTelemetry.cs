using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace PostgresWorker.Telemetry;

/// <summary>The meter and the source of spans of one worker, and what is counted as it happens. What is observed is <see cref="SourceGauges"/>.</summary>
internal sealed class WorkerTelemetry : IDisposable
{
    // Handlers take from microseconds to minutes.
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private static readonly string? Version = typeof(WorkerTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private readonly bool _isMeterOurs;

    public WorkerTelemetry(IMeterFactory? meters)
    {
        var options = new MeterOptions(PostgresWorkerTelemetry.Meter) { Version = Version };
        _isMeterOurs = meters is null;
        Meter = meters?.Create(options) ?? new Meter(options);
        Activities = new ActivitySource(PostgresWorkerTelemetry.ActivitySource, Version);
        Duration = Meter.CreateHistogram(
            "messaging.process.duration", "s", "How long one attempt to handle a change or batch took.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        Consumed = Meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Changes that were handed to listeners, each attempt counted.");
        Retries = Meter.CreateCounter<long>("postgres_worker.delivery.retries", "{attempt}", "Attempts that failed and are followed by another.");
        Reconnects = Meter.CreateCounter<long>("postgres_worker.source.reconnects", "{attempt}", "Connections that were lost or could not be made.");
        Resnapshots = Meter.CreateCounter<long>("postgres_worker.source.resnapshots", "{slot}", "Slots that were lost and made anew, with the tables read again.");
        SkippedTransactions = Meter.CreateCounter<long>("postgres_worker.source.skipped_transactions", "{transaction}", "Transactions that were not delivered because their writers asked for that.");
    }

    public Meter Meter { get; }

    public ActivitySource Activities { get; }

    public Histogram<double> Duration { get; }

    public Counter<long> Consumed { get; }

    public Counter<long> Retries { get; }

    public Counter<long> Reconnects { get; }

    public Counter<long> SkippedTransactions { get; }

    public Counter<long> Resnapshots { get; }

    /// <summary>Whether anybody wants to know of attempts.</summary>
    public bool IsListened => Activities.HasListeners() || Duration.Enabled || Consumed.Enabled || Retries.Enabled;

    /// <inheritdoc />
    public void Dispose()
    {
        Activities.Dispose();
        if (_isMeterOurs)
        {
            Meter.Dispose();
        }
    }
}
