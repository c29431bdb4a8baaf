using System.Collections.Concurrent;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Hosting;

/// <summary>Listeners that write down what they are given, and end when the test says so.</summary>
internal sealed class Journal
{
    private readonly ConcurrentQueue<string> _begun = new();
    private readonly ConcurrentQueue<string> _handled = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly TaskCompletionSource _all = Source();

    public IReadOnlyList<string> Begun => [.. _begun];

    public IReadOnlyList<string> Handled => [.. _handled];

    /// <summary>Lets all listeners end, now and later.</summary>
    public void Open() => _all.TrySetResult();

    /// <summary>Lets the listener of one change end.</summary>
    public void Open(string change) => Gate(change).TrySetResult();

    public ValueTask RowAsync(Change<Support.Thing> change, DeliveryScope scope, CancellationToken cancellationToken) =>
        HandleAsync(FormattableString.Invariant($"{change.Action} {change.Row.Id}"));

    public ValueTask TruncateAsync(Truncated change, DeliveryScope scope, CancellationToken cancellationToken) => HandleAsync(change.Action);

    public ValueTask MessageAsync(LogicalMessage message, DeliveryScope scope, CancellationToken cancellationToken) => HandleAsync($"{message.Action} {message.Prefix}");

    private async ValueTask HandleAsync(string change)
    {
        _begun.Enqueue(change);
        await Task.WhenAny(Gate(change).Task, _all.Task);
        _handled.Enqueue(change);
    }

    private TaskCompletionSource Gate(string change) => _gates.GetOrAdd(change, _ => Source());

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
