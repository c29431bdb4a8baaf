using System.Collections.Concurrent;

namespace PostgresWorker.Integration.Worker;

/// <summary>What a worker's listeners were called with, in order, and what they are to do.</summary>
public sealed class Inbox
{
    private readonly ConcurrentQueue<Change> _attempts = new();
    private readonly ConcurrentQueue<Change> _handled = new();
    private readonly ConcurrentQueue<(EventPayload Payload, ChangeContext Context)> _payloads = new();

    /// <summary>What a listener does with a change; nothing by default.</summary>
    public Func<Change, CancellationToken, Task> Handler { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Each call, successful or not.</summary>
    public IReadOnlyList<Change> Attempts => [.. _attempts];

    /// <summary>Each call that returned.</summary>
    public IReadOnlyList<Change> Handled => [.. _handled];

    /// <summary>Each payload, with where and when.</summary>
    public IReadOnlyList<(EventPayload Payload, ChangeContext Context)> Payloads => [.. _payloads];

    public void Take(EventPayload payload, ChangeContext context) => _payloads.Enqueue((payload, context));

    public IReadOnlyList<T> Of<T>()
        where T : Change => [.. _handled.OfType<T>()];

    public async Task TakeAsync(Change change, CancellationToken cancellationToken)
    {
        _attempts.Enqueue(change);
        await Handler(change, cancellationToken);
        _handled.Enqueue(change);
    }
}
