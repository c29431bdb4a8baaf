using System.Collections.Concurrent;

namespace PostgresWorker.DeadLetters;

/// <summary>Wakes the sources of this process when something is asked of their dead letters, or there are some.</summary>
internal sealed class LetterSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waits = new(StringComparer.Ordinal);

    /// <summary>Completes when the source is woken the next time.</summary>
    public Task Next(string source) => _waits.GetOrAdd(source, static _ => New()).Task;

    public void Wake(string source)
    {
        // Whoever waits next waits for the next; whoever asked before reads once more than it need.
        if (_waits.TryRemove(source, out var wait))
        {
            wait.TrySetResult();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
