using System.Collections.Concurrent;

namespace PostgresWorker.Integration.Worker;

/// <summary>What a worker's listeners were called with, in order, and what they are to do.</summary>
public sealed class Inbox
{
    private readonly ConcurrentQueue<Change> _attempts = new();
    private readonly ConcurrentQueue<Change> _handled = new();
    private readonly ConcurrentQueue<(EventPayload Payload, ChangeContext Context)> _payloads = new();
    private readonly ConcurrentQueue<(int Attempt, IReadOnlyList<Change> Changes)> _batches = new();

    /// <summary>What a listener does with a change; nothing by default.</summary>
    public Func<Change, CancellationToken, Task> Handler { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What a listener does with a batch; nothing by default.</summary>
    public Func<IReadOnlyList<Change>, CancellationToken, Task> BatchHandler { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Each batch that was handed over, successful or not, with the attempt's number.</summary>
    public IReadOnlyList<(int Attempt, IReadOnlyList<Change> Changes)> Batches => [.. _batches];

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

    public async Task TakeAsync(IReadOnlyList<Change> batch, CancellationToken cancellationToken)
    {
        _batches.Enqueue((batch[0].Context.Attempt, batch));
        await BatchHandler(batch, cancellationToken);
        foreach (var change in batch)
        {
            _handled.Enqueue(change);
        }
    }
}
