namespace PostgresWorker.Store.Migrations;

/// <summary>Snapshots over an outbox: which rows a capture takes, how far a snapshot is written into the outbox, and where outboxes were begun.</summary>
internal static class Migration7
{
    public static Migration Migration { get; } = new(
        7,
        "snapshots over outboxes",
        ReadableFrom: 1,
        [],
        """
        ALTER TABLE "postgres_worker"."captures"
            ADD COLUMN row_filter text,
            ADD COLUMN row_condition text;

        ALTER TABLE "postgres_worker"."snapshots"
            ADD COLUMN left_keys text[] NOT NULL DEFAULT '{}',
            ADD COLUMN written bigint NOT NULL DEFAULT 0,
            ADD COLUMN is_written boolean NOT NULL DEFAULT false;

        CREATE TABLE "postgres_worker"."begun_outboxes" (
            consumer text,
            incarnation bigint,
            start_from text NOT NULL,
            started_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
            PRIMARY KEY (consumer, incarnation)
        )
        """);
}
