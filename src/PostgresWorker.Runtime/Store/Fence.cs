namespace PostgresWorker.Store;

/// <summary>How a statement finds out whether the instance that sends it still is one: $1 is the consumer, $2 the epoch's number.</summary>
/// <param name="IsCurrent">An expression that is true then.</param>
/// <param name="Lock">A query that has one row then, and keeps that from ending before the statement's transaction has.</param>
internal sealed record Fence(string IsCurrent, string Lock)
{
    /// <summary>One instance is active at a time: whoever becomes it raises the epoch of the consumer's checkpoint.</summary>
    public static Fence Checkpoint { get; } = new(
        """coalesce((SELECT c.epoch = $2 FROM "postgres_worker"."checkpoints" c WHERE c.consumer = $1), false)""",
        """SELECT 1 AS one FROM "postgres_worker"."checkpoints" c WHERE c.consumer = $1 AND c.epoch = $2 FOR SHARE""");

    /// <summary>Several instances share an outbox: one that is given up is removed from their table. A lease is prolonged all the same, for that leaves the row's key as it is.</summary>
    public static Fence Instance { get; } = new(
        """EXISTS (SELECT FROM "postgres_worker"."instances" i WHERE i.consumer = $1 AND i.id = $2)""",
        """SELECT 1 AS one FROM "postgres_worker"."instances" i WHERE i.consumer = $1 AND i.id = $2 FOR KEY SHARE""");
}
