namespace PostgresWorker.Outbox;

/// <summary>How the server goes about what is asked of an outbox.</summary>
internal static class OutboxPlans
{
    /// <summary>
    /// What a SELECT sets for the rest of its transaction: what is read is found by the index, in order, and no more of it read than is taken. The statistics of a queue tell nothing: taken when it was empty, they would have each page of a backlog
    /// read all of the backlog and sort it.
    /// </summary>
    public const string ByIndex =
        "pg_catalog.set_config('enable_seqscan', 'off', true), pg_catalog.set_config('enable_bitmapscan', 'off', true), pg_catalog.set_config('enable_sort', 'off', true)";
}
