using PostgresWorker.Delivery;
using PostgresWorker.Sources;

namespace PostgresWorker.Telemetry;

/// <summary>What is known of one source in memory, over all of its connections: for metrics, health and the summary in the log.</summary>
/// <param name="source">The source's name.</param>
/// <param name="worker">Where what happens is counted.</param>
/// <param name="time">The clock.</param>
internal sealed class SourceTelemetry(string source, WorkerTelemetry worker, TimeProvider time)
{
    private volatile SourceFigures? _figures;
    private volatile LaneSet? _lanes;
    private volatile IAcknowledgements? _acks;

    public WorkerTelemetry Worker => worker;

    public DeliveryCounts Counts { get; } = new();

    public LoopBeats Beats { get; } = new(time);

    /// <summary>What was last heard of server and store; null where they were not asked, or could not be for a while.</summary>
    public SourceFigures? Figures
    {
        get => _figures;
        set => _figures = value;
    }

    /// <summary>How many changes are read and unfinished.</summary>
    public int InFlight => _lanes?.InFlight ?? 0;

    /// <summary>How many lanes deliver.</summary>
    public int Running => _lanes?.Running ?? 0;

    /// <summary>How long ago the oldest change was committed that is not finished; null where that is not known.</summary>
    public TimeSpan? Lag => _acks?.LagAt(time.GetUtcNow()) ?? Figures?.OldestAge;

    /// <summary>A session begins; it ends when what this gives is disposed.</summary>
    public IDisposable Begin(LaneSet lanes, IAcknowledgements acks)
    {
        (_lanes, _acks) = (lanes, acks);
        return new Session(this);
    }

    /// <summary>The connection was lost or could not be made.</summary>
    public void Lost(Exception error) =>
        worker.Reconnects.Add(1, new KeyValuePair<string, object?>(TagNames.Source, source), new KeyValuePair<string, object?>(TagNames.ErrorType, error.GetType().FullName));

    /// <summary>A transaction was marked by its writer and is not delivered.</summary>
    public void Skipped() => worker.SkippedTransactions.Add(1, new KeyValuePair<string, object?>(TagNames.Source, source));

    /// <summary>The slot was lost and made anew, and the tables are read again.</summary>
    public void Resnapshot() => worker.Resnapshots.Add(1, new KeyValuePair<string, object?>(TagNames.Source, source));

    private sealed class Session(SourceTelemetry telemetry) : IDisposable
    {
        public void Dispose() => (telemetry._lanes, telemetry._acks) = (null, null);
    }
}
