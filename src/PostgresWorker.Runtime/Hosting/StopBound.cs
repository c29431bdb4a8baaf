using Microsoft.Extensions.Logging;
using PostgresWorker.Control;
using PostgresWorker.Observability;

namespace PostgresWorker.Hosting;

/// <summary>
/// How long a source that is asked to stop may take when none of its listeners is called any more: a server that can't be heard must not keep the process until it is killed.
/// What listeners may take is <see cref="SourceOptions.DrainTimeout"/>'s affair, and the host's.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="logger">Where to say that a source was left.</param>
internal sealed class StopBound(TimeProvider time, ILogger logger)
{
    // Beside the last confirmation, which may take five seconds: what connections need to end.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10), Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Completes when the source has ended, or is left.</summary>
    public async Task WaitAsync(Task run, SourceControl control, CancellationToken stopping)
    {
        var asked = Task.Delay(Timeout.InfiniteTimeSpan, stopping);
        await Task.WhenAny(run, asked).ConfigureAwait(false);
        for (var quiet = time.GetTimestamp(); !run.IsCompleted; await Task.WhenAny(run, Task.Delay(Look, time, CancellationToken.None)).ConfigureAwait(false))
        {
            if (control.Readers.Any(reader => reader.Telemetry.Running > 0))
            {
                quiet = time.GetTimestamp();
            }
            else if (time.GetElapsedTime(quiet) > Longest)
            {
                Log.SourceLeft(logger, control.Name, Longest);
                return;
            }
        }

        await run.ConfigureAwait(false);
    }
}
