namespace PostgresWorker.Sharding;

/// <summary>The consumer runs with another number of shards, or is being changed to one: nothing may be read here as it was meant to.</summary>
internal sealed class ShardsElsewhereException(ShardState state) : Exception("The consumer runs with another number of shards.")
{
    public ShardState State => state;
}
