using PostgresWorker.Store;
using PostgresWorker.Wal;

namespace PostgresWorker.Sharding;

/// <summary>As one of how many shards a slot is read, and what is asked of who reads it.</summary>
/// <param name="Table">With how many shards the consumer runs.</param>
/// <param name="Count">As one of how many it is read here.</param>
/// <param name="Asked">Up to where somebody waits; null where nobody can.</param>
/// <param name="HandOver">Where reading ends, where the number is being changed here; null otherwise.</param>
internal sealed record ShardReading(ShardTable Table, int Count, AskedPosition? Asked, HandOver? HandOver)
{
    public static ShardReading Of(string source, SourceOptions options, IWorkerStore store, AskedPosition? asked = null, HandOver? handOver = null) =>
        new(new ShardTable(store.Database, options.WholeSlot ?? SlotName.For(source, options)), options.Shards, asked, handOver);
}
