using System.Diagnostics;
using PostgresWorker.Delivery;

namespace PostgresWorker.Telemetry;

/// <summary>An attempt that somebody wants to know of, from its beginning to its end.</summary>
internal readonly struct ObservedAttempt(WorkerTelemetry worker, ListenerTags tags, Activity? activity, int count, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    /// <summary>The attempt has ended.</summary>
    public void End(AttemptResult result)
    {
        if (result.End == AttemptEnd.Retry)
        {
            worker.Retries.Add(1, WithError(result.Error));
        }

        End(result.Error);
    }

    /// <summary>The attempt has ended, with an error or without. Its message may have values of a row, so only its type is told.</summary>
    public void End(Exception? error)
    {
        var seconds = time.GetElapsedTime(_began).TotalSeconds;
        if (error is null)
        {
            worker.Duration.Record(seconds, tags.All);
            worker.Consumed.Add(count, tags.All);
        }
        else
        {
            var all = WithError(error);
            worker.Duration.Record(seconds, all);
            worker.Consumed.Add(count, all);
            activity?.SetStatus(ActivityStatusCode.Error);
            activity?.SetTag(TagNames.ErrorType, error.GetType().FullName);
        }

        activity?.Dispose();
    }

    private TagList WithError(Exception? error)
    {
        var all = new TagList(tags.All);
        all.Add(TagNames.ErrorType, error?.GetType().FullName);
        return all;
    }
}
