namespace PostgresWorker.Store.Migrations;

/// <summary>With how many shards each consumer runs, how far a change of that is, and which snapshots are parts of one.</summary>
/// <remarks>What only a divided source needs is asked for by <see cref="Sharding.ShardedProvisioner"/>.</remarks>
internal static class Migration8
{
    public static Migration Migration { get; } = new(
        8,
        "shards",
        ReadableFrom: 1,
        [new StoreTable("shards", "SELECT")],
        """
        CREATE TABLE "postgres_worker"."shards" (
            consumer text PRIMARY KEY,
            count int NOT NULL CHECK (count BETWEEN 1 AND 64),
            next int CHECK (next BETWEEN 1 AND 64 AND next <> count),
            hand_over pg_lsn,
            previous int,
            changed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
        );
        ALTER TABLE "postgres_worker"."snapshots" ADD COLUMN request bigint
        """);
}
