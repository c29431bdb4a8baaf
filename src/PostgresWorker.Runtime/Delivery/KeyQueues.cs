using System.Runtime.InteropServices;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>The queues that have something in them; those that have not are kept to be used again.</summary>
/// <param name="settings">Says what is ordered with what.</param>
internal sealed class KeyQueues(LaneSettings settings)
{
    private readonly Dictionary<QueueKey, KeyQueue> _queues = [];
    private readonly Stack<KeyQueue> _free = new();

    /// <summary>The queue for a key of a change's listener; null where nothing is ordered.</summary>
    public QueueKey? KeyOf(in RoutedChange routed, int key) => settings switch
    {
        // Listeners of batches gather beside the others, in an order of their own.
        { IsStrict: true } => new QueueKey(routed.Route is IBatchListenerRoute ? routed.Route : null, 0),
        { Ordering: Ordering.PerTable } => new QueueKey(routed.Route, 0),
        { Ordering: Ordering.None } => null,
        _ => new QueueKey(routed.Route, key),
    };

    public KeyQueue GetOrAdd(QueueKey key)
    {
        ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(_queues, key, out var exists);
        if (!exists)
        {
            queue = _free.TryPop(out var free) ? free : new KeyQueue();
            queue.Key = key;
        }

        return queue!;
    }

    public void Remove(KeyQueue queue)
    {
        _queues.Remove(queue.Key);
        queue.Key = default;
        _free.Push(queue);
    }

    /// <summary>How many queues have changes that may be of the table.</summary>
    public int CountOf(TableName table) => _queues.Keys.Count(key => IsOf(key, table));

    /// <summary>Whether a queue may have changes of the table.</summary>
    public static bool IsOf(QueueKey key, TableName table) => key.Route is null || key.Route.Table == table;
}
