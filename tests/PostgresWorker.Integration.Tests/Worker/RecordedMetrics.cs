using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace PostgresWorker.Integration.Worker;

/// <summary>The measurements of one worker.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> _measured = new();
    private readonly MeterListener _listener = new();

    /// <param name="scope">The worker's factory of meters, by which its meter is told from others'.</param>
    public RecordedMetrics(IMeterFactory scope)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == PostgresWorkerTelemetry.Meter && instrument.Meter.Scope == scope)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What was measured by one instrument, in order.</summary>
    public IReadOnlyList<(double Value, Dictionary<string, object?> Tags)> Of(string name) => [.. _measured.Where(one => one.Name == name).Select(one => (one.Value, one.Tags))];

    /// <summary>What an observed instrument says now; null where it says nothing. Of several, the one with a tag.</summary>
    public double? Now(string name, string? tag = null)
    {
        _measured.Clear();
        _listener.RecordObservableInstruments();
        var found = Of(name).Where(one => tag is null || one.Tags.ContainsValue(tag)).ToArray();
        return found.Length == 0 ? null : found[^1].Value;
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Dictionary<string, object?> copy = new(StringComparer.Ordinal);
        foreach (var (name, tag) in tags)
        {
            copy.Add(name, tag);
        }

        _measured.Enqueue((instrument.Name, value, copy));
    }
}
