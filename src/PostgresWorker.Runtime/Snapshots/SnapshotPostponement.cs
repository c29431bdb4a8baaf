using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Observability;

namespace PostgresWorker.Snapshots;

/// <summary>How long is waited, and what is said, where something of a source's snapshots can't be done for the moment.</summary>
/// <param name="source">The source's name.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The source's log.</param>
internal sealed class SnapshotPostponement(string source, TimeProvider time, ILogger logger)
{
    // One reader: there is nobody to keep apart by chance.
    private static readonly Backoff Waits = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), static () => 1);

    /// <summary>The wait after so many failures in a row.</summary>
    public static TimeSpan After(int failures) => Waits.After(failures);

    /// <summary>Completes when it may be tried again, after so many failures in a row.</summary>
    public Task Say(Exception error, int failures, CancellationToken cancellationToken)
    {
        var delay = After(failures);
        Log.SnapshotPostponed(logger, error, source, delay);
        return Task.Delay(delay, time, cancellationToken);
    }
}
