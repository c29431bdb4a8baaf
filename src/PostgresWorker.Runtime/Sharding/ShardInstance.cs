namespace PostgresWorker.Sharding;

/// <summary>An instance of a source, as its row in <c>postgres_worker.instances</c> has it.</summary>
/// <param name="Id">Its number, in the order in which they came.</param>
/// <param name="Shards">With how many shards it runs, or is to.</param>
/// <param name="Asked">Up to where somebody waits there; none where nobody does.</param>
internal sealed record ShardInstance(long Id, int Shards, Lsn Asked);
