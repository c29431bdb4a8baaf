using Microsoft.Extensions.Logging;
using PostgresWorker.Control;
using PostgresWorker.Observability;

namespace PostgresWorker.Telemetry;

/// <summary>Says once a minute what a source has done, if it has done anything.</summary>
/// <param name="control">The source.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The source's log.</param>
internal sealed class SourceSummary(SourceControl control, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _since = time.GetTimestamp();
    private long _finished, _retries, _letters;

    /// <summary>Called every so often; says it when a minute has passed.</summary>
    public void Tell()
    {
        if (time.GetElapsedTime(_since) < Interval)
        {
            return;
        }

        _since = time.GetTimestamp();
        var counts = control.Telemetry.Counts;
        var (finished, retries, letters) = (counts.Finished - _finished, counts.Retries - _retries, counts.Letters - _letters);
        (_finished, _retries, _letters) = (_finished + finished, _retries + retries, _letters + letters);
        if (finished > 0 || retries > 0 || letters > 0)
        {
            Log.SourceSummary(logger, control.Name, finished, retries, letters, control.Telemetry.InFlight, control.Telemetry.Lag ?? TimeSpan.Zero, control.Positions.Handled);
        }
    }
}
