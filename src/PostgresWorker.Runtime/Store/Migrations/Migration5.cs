namespace PostgresWorker.Store.Migrations;

/// <summary>What instances that share an outbox tell each other of how far they are.</summary>
internal static class Migration5
{
    public static Migration Migration { get; } = new(
        5,
        "positions of instances",
        ReadableFrom: 1,
        [],
        """
        ALTER TABLE "postgres_worker"."instances"
            ADD COLUMN claims bigint NOT NULL DEFAULT 0,
            ADD COLUMN asked pg_lsn
        """);
}
