namespace PostgresWorker.Sharding;

/// <summary>A shard has halted, and said so; the source does with it.</summary>
internal sealed class ShardHaltedException(Exception fault) : Exception(fault.Message, fault);
