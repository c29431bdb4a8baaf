using System.Collections.Concurrent;
using System.Diagnostics;

namespace PostgresWorker.Integration.Worker;

/// <summary>The spans of one consumer. A listener is the whole process's: other tests' workers are heard too, and left out.</summary>
internal sealed class RecordedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly ActivityListener _listener;

    public RecordedSpans(string consumer)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PostgresWorkerTelemetry.ActivitySource,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("messaging.consumer.group.name") == consumer)
                {
                    _stopped.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Those that have ended.</summary>
    public IReadOnlyList<Activity> All => [.. _stopped];

    public void Dispose() => _listener.Dispose();
}
