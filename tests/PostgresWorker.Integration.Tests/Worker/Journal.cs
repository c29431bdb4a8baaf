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
    public void AssertOnceAndInOrder(IReadOnlyDictionary<long, long> versions)
    {
        Assert.Equal(Count, Lines.DistinctBy(line => line.Id).Count());
        var keys = Lines.GroupBy(line => line.Row.Id).ToDictionary(key => key.Key, key => key.Select(line => line.Row.CustomerId).ToArray());
        Assert.Equal(versions.Keys.Order(), keys.Keys.Order());
        Assert.All(versions, key => Assert.Equal(Enumerable.Range(1, (int)key.Value).Select(version => (long)version), keys[key.Key]));
    }
}
