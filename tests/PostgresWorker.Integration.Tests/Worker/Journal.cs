using System.Collections.Concurrent;

namespace PostgresWorker.Integration.Worker;

/// <summary>What several workers have handled, in one order: a row's key is its id, its version its customer.</summary>
internal sealed class Journal
{
    private readonly ConcurrentQueue<(string Worker, Order Row, string Id)> _lines = new();

    public int Count => _lines.Count;

    public IReadOnlyList<(string Worker, Order Row, string Id)> Lines => [.. _lines];

    /// <summary>The inbox of one of the workers.</summary>
    /// <param name="worker">Its name.</param>
    /// <param name="before">What is done before a change is handled; nothing by default.</param>
    public Inbox Of(string worker, Func<Change<Order>, CancellationToken, Task>? before = null) => new()
    {
        Handler = async (change, ct) =>
        {
            var order = (Change<Order>)change;
            await (before?.Invoke(order, ct) ?? Task.CompletedTask);
            _lines.Enqueue((worker, order.Row, order.Context.Id));
        },
    };

    public override string ToString() => string.Join(' ', _lines.Select(line => $"{line.Worker}:{line.Row.Id}/{line.Row.CustomerId}"));

    /// <summary>Every version of every key was handled once and in order, from the first to those that are given.</summary>
    /// <param name="versions">The last version of each key.</param>
    /// <param name="workers">Whose logs are told where something came twice.</param>
    public void AssertOnceAndInOrder(IReadOnlyDictionary<long, long> versions, params RunningWorker[] workers)
    {
        var repeats = Lines.GroupBy(line => line.Id).Where(line => line.Count() > 1).Select(line => $"{line.Key} by {string.Join(" and ", line.Select(one => one.Worker))}").ToArray();
        Assert.True(repeats.Length == 0, $"{repeats.Length} came more than once: {string.Join(", ", repeats.Take(5))}; the logs are:\n{string.Join("\n---\n", workers.Select(worker => worker.Log))}");
        var keys = Lines.GroupBy(line => line.Row.Id).ToDictionary(key => key.Key, key => key.Select(line => line.Row.CustomerId).ToArray());
        Assert.Equal(versions.Keys.Order(), keys.Keys.Order());
        Assert.All(versions, key => Assert.Equal(Enumerable.Range(1, (int)key.Value).Select(version => (long)version), keys[key.Key]));
    }
}
