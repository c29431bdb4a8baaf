using System.Collections.Concurrent;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Tests.Delivery;

/// <summary>Attempts that end as the test says, by the ordinals of what they deliver; what is used up is written down.</summary>
internal sealed class ScriptedAttempts(Func<IReadOnlyList<int>, int, AttemptResult> script) : IDeliveryAttempt, IExhaustedDeliveries
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>The ordinals of each attempt, with its number if it is not the first; "x" before what was used up.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    public ValueTask<AttemptResult> RunAsync(RoutedDelivery change, int attempt, CancellationToken cancelled) => Run([change.Context.Ordinal], attempt);

    public ValueTask<AttemptResult> RunAsync(RoutedBatch batch, int attempt, CancellationToken cancelled) =>
        Run([.. batch.Changes.Select(change => change.Context.Ordinal)], attempt);

    public ValueTask TakeAsync(IReadOnlyList<RoutedChange> changes, Exception error, int attempts, CancellationToken cancellationToken)
    {
        _calls.Enqueue($"x {string.Join(' ', changes.Select(change => change.Context.Ordinal))} after {attempts}");
        return default;
    }

    private ValueTask<AttemptResult> Run(int[] ordinals, int attempt)
    {
        var result = script(ordinals, attempt);
        _calls.Enqueue($"{string.Join(' ', ordinals)}{(attempt == 1 ? "" : $" at {attempt}")}");
        return new ValueTask<AttemptResult>(result);
    }
}
