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
        meter.CreateObservableGauge("postgres_worker.snapshot.rows", () => Snapshots(sources, snapshot => snapshot.Rows), "{row}", "Rows of a snapshot that is read that are finished.");
        meter.CreateObservableGauge("postgres_worker.snapshot.estimated_rows", () => Snapshots(sources, snapshot => snapshot.EstimatedRows), "{row}", "About how many rows there are of a snapshot that is read.");
        meter.CreateObservableGauge("postgres_worker.outbox.pending", () => Of(sources, source => source.Telemetry.Figures?.Pending), "{message}", "Changes in the outbox.");
        meter.CreateObservableGauge(
            "postgres_worker.outbox.oldest_age", () => Of(sources, source => source.Telemetry.Figures?.OldestAge?.TotalSeconds), "s", "How long ago the oldest change in the outbox was made; 0 where there is none.");
    }

    private static IEnumerable<Measurement<T>> Each<T>(IReadOnlyList<SourceControl> sources, Func<SourceControl, IEnumerable<Measurement<T>>> read)
        where T : struct => [.. sources.SelectMany(source => source.Readers).SelectMany(read)];

    private static IEnumerable<Measurement<T>> Of<T>(IReadOnlyList<SourceControl> sources, Func<SourceControl, T?> read)
        where T : struct => Each(sources, reader => reader.HasListeners && read(reader) is { } value ? [new Measurement<T>(value, Tags(reader))] : Array.Empty<Measurement<T>>());

    private static IEnumerable<Measurement<long>> Letters(IReadOnlyList<SourceControl> sources) => Each(sources, reader =>
        reader.Telemetry.Figures is { DeadLetters: { } letters, Parked: { } parked } ? [Letters(reader, letters, "dead"), Letters(reader, parked, "parked")] : Array.Empty<Measurement<long>>());

    private static IEnumerable<Measurement<long>> Snapshots(IReadOnlyList<SourceControl> sources, Func<SnapshotStatus, long?> read) => Each(sources, reader =>
        reader.Snapshots.Current.Where(snapshot => read(snapshot) is not null)
            .Select(snapshot => new Measurement<long>(read(snapshot)!.Value, [.. Tags(reader), new KeyValuePair<string, object?>(TagNames.Destination, snapshot.Table.ToString())])));

    private static Measurement<long> Letters(SourceControl reader, long count, string state) =>
        new(count, [.. Tags(reader), new KeyValuePair<string, object?>(TagNames.LetterState, state)]);

    /// <summary>The shards of a source are told apart: each has a slot, and a lag.</summary>
    private static KeyValuePair<string, object?>[] Tags(SourceControl reader) =>
        [new(TagNames.Source, reader.Name), .. reader.Shard is { } shard ? [new KeyValuePair<string, object?>(TagNames.Shard, shard)] : Array.Empty<KeyValuePair<string, object?>>()];
}
