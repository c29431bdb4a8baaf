using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Telemetry;

namespace PostgresWorker.Benchmarks;

/// <summary>What telemetry costs a change whose listener does nothing: without it, with it where nobody listens, and where somebody collects its metrics, and its spans too.</summary>
internal static class TelemetryBenchmarks
{
    private const int Group = 1000, Keys = 10_000;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<Interleaved> All { get; } =
    [
        new Interleaved(
            "Telemetry", "changes/s", 7, ("Without", () => RunAsync(worker: null)), ("Unheard", () => RunAsync(new WorkerTelemetry(meters: null))), ("Metrics", () => HeardAsync(spans: false)),
            ("MetricsAndSpans", () => HeardAsync(spans: true))),
    ];

    private static async Task<double> HeardAsync(bool spans)
    {
        using var worker = new WorkerTelemetry(meters: null);
        using var metrics = new MeterListener { InstrumentPublished = (instrument, listener) => Enable(instrument, listener, worker) };
        metrics.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        metrics.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        metrics.Start();
        using var listener = new ActivityListener { ShouldListenTo = source => spans && source == worker.Activities, Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded };
        ActivitySource.AddActivityListener(listener);
        return await RunAsync(worker).ConfigureAwait(false);
    }

    private static void Enable(Instrument instrument, MeterListener listener, WorkerTelemetry worker)
    {
        if (instrument.Meter == worker.Meter)
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private static async Task<double> RunAsync(WorkerTelemetry? worker)
    {
        using var _ = worker;
        var handled = 0L;
        var services = new ServiceCollection().BuildServiceProvider();
        await using var __ = services.ConfigureAwait(false);
        var wire = new WireStore();
        var route = new RowListenerRoute<Order>("Orders", "bench", OrderTuple.Layout.Table, ChangeKinds.Rows, false, OrderRowReader.Instance, (_, _, _) =>
        {
            Interlocked.Increment(ref handled);
            return default;
        });
        var attempt = Attempts.Create(services, new SourceOptions(), worker is null ? null : new DeliveryTelemetry(worker, "bench", TimeProvider.System));
        var lanes = new LaneSet(LaneSettings.Of(new SourceOptions()), attempt, new HaltWhenExhausted(), TimeProvider.System, NullLogger.Instance, wire);
        await using var ___ = lanes.ConfigureAwait(false);
        var orders = new OrderStream(route, lanes, wire, new AckTracker(Lsn.None));
        return await Interleaved.RateAsync(
            Time,
            async over =>
            {
                for (var posted = 0; !over.IsCancellationRequested; posted += Group)
                {
                    await orders.PostAsync(Group, i => (posted + i) % Keys).ConfigureAwait(false);
                }
            },
            () => Interlocked.Read(ref handled)).ConfigureAwait(false);
    }
}
