using System.Diagnostics.Metrics;
using PostgresWorker.Control;

namespace PostgresWorker.Telemetry;

/// <summary>The metrics that are observed: each is read from memory when somebody collects, and what is not known is left out.</summary>
internal static class SourceGauges
{
    public static void Create(Meter meter, IReadOnlyList<SourceControl> sources)
    {
        meter.CreateObservableGauge(
            "postgres_worker.source.lag", () => Of(sources, source => source.Telemetry.Lag?.TotalSeconds), "s", "How long ago the oldest change was committed that is not handled; 0 where there is none.");
        meter.CreateObservableGauge(
            "postgres_worker.source.unconfirmed", () => Of(sources, source => source.Telemetry.Figures?.Unconfirmed), "By", "WAL between the position that is confirmed and the server's current one.");
        meter.CreateObservableGauge("postgres_worker.source.retained", () => Of(sources, source => source.Telemetry.Figures?.Retained), "By", "WAL that the server keeps for the slot.");
        meter.CreateObservableGauge(
            "postgres_worker.source.connected", () => Of<int>(sources, source => source.State == SourceState.Running ? 1 : 0), "{connection}", "1 where this instance reads the source, else 0.");
        meter.CreateObservableUpDownCounter(
            "postgres_worker.delivery.in_flight", () => Of<int>(sources, source => source.Telemetry.InFlight), "{message}", "Changes that are read and unfinished, counted for each listener.");
        meter.CreateObservableGauge("postgres_worker.dead_letters", () => Letters(sources), "{message}", "Changes that are kept because they could not be handled.");
        meter.CreateObservableGauge("postgres_worker.outbox.pending", () => Of(sources, source => source.Telemetry.Figures?.Pending), "{message}", "Changes in the outbox.");
        meter.CreateObservableGauge(
            "postgres_worker.outbox.oldest_age", () => Of(sources, source => source.Telemetry.Figures?.OldestAge?.TotalSeconds), "s", "How long ago the oldest change in the outbox was made; 0 where there is none.");
    }

    private static List<Measurement<T>> Of<T>(IReadOnlyList<SourceControl> sources, Func<SourceControl, T?> read)
        where T : struct
    {
        List<Measurement<T>> measurements = [];
        foreach (var source in sources)
        {
            foreach (var reader in source.Readers)
            {
                if (reader.HasListeners && read(reader) is { } value)
                {
                    measurements.Add(new Measurement<T>(value, Tags(reader)));
                }
            }
        }

        return measurements;
    }

    private static List<Measurement<long>> Letters(IReadOnlyList<SourceControl> sources)
    {
        List<Measurement<long>> measurements = [];
        foreach (var source in sources)
        {
            foreach (var reader in source.Readers)
            {
                if (reader.Telemetry.Figures is { DeadLetters: { } letters, Parked: { } parked })
                {
                    measurements.Add(Letters(reader, letters, "dead"));
                    measurements.Add(Letters(reader, parked, "parked"));
                }
            }
        }

        return measurements;
    }

    private static Measurement<long> Letters(SourceControl reader, long count, string state) =>
        new(count, [.. Tags(reader), new KeyValuePair<string, object?>(TagNames.LetterState, state)]);

    /// <summary>The shards of a source are told apart: each has a slot, and a lag.</summary>
    private static KeyValuePair<string, object?>[] Tags(SourceControl reader) =>
        [new(TagNames.Source, reader.Name), .. reader.Shard is { } shard ? [new KeyValuePair<string, object?>(TagNames.Shard, shard)] : Array.Empty<KeyValuePair<string, object?>>()];
}
