namespace PostgresWorker.Sharding;

/// <summary>With how many shards a consumer runs: its row in <c>postgres_worker.shards</c>.</summary>
/// <param name="Count">The number whose slots are read.</param>
/// <param name="Next">The number to which it is being changed; null where it is not. Nothing was delivered by that one's shards yet.</param>
/// <param name="HandOver">Behind which position those go on; null while that is not decided.</param>
/// <param name="Previous">The number before, of which something may be left; null where nothing is.</param>
internal sealed record ShardState(int Count, int? Next = null, Lsn? HandOver = null, int? Previous = null)
{
    /// <summary>Whether a source of <paramref name="count"/> shards may deliver.</summary>
    public bool IsAt(int count) => Count == count && Next is null;
}
