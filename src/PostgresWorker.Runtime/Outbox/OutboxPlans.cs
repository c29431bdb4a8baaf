namespace PostgresWorker.Outbox;

/// <summary>How the server goes about what is asked of an outbox. Thousands of numbers stand in each statement, and statements are planned each time, for prepared ones do not go with every pooler.</summary>
internal static class OutboxPlans
{
    /// <summary>
    /// What a SELECT sets for the rest of its transaction: what is read is found by the index, in order, and no more of it read than is taken. The statistics of a queue tell nothing: taken when it was empty, they would have each page of a backlog
    /// read all of the backlog and sort it. Without the compiler too: what can't be had by an index is given a price by which it would be worth compiling.
    /// </summary>
    public const string ByIndex =
        "pg_catalog.set_config('enable_seqscan', 'off', true), pg_catalog.set_config('enable_bitmapscan', 'off', true), pg_catalog.set_config('enable_sort', 'off', true), " +
        "pg_catalog.set_config('jit', 'off', true)";

    /// <summary>
    /// A condition that rows are held against when they are read. Bare, the planner weighs each number of an array against the statistics of each partition, which takes it longer than the reading; and it might look up one after another what is
    /// found in order.
    /// </summary>
    /// <param name="condition">The condition, which is never NULL where it matters: then it is not met.</param>
    public static string Unweighed(string condition) => $"CASE WHEN {condition} THEN true ELSE false END";
}
