namespace PostgresWorker.Store.Migrations;

/// <summary>Which snapshots of tables were asked for, and how far they are.</summary>
internal static class Migration6
{
    public static Migration Migration { get; } = new(
        6,
        "snapshots",
        ReadableFrom: 1,
        [new StoreTable("snapshots", "SELECT", "INSERT", "UPDATE")],
        """
        CREATE TABLE "postgres_worker"."snapshots" (
            id bigint PRIMARY KEY DEFAULT (pg_catalog.hashtextextended(pg_catalog.gen_random_uuid()::text, 0) & 9223372036854775807),
            consumer text NOT NULL,
            source text NOT NULL,
            table_schema text NOT NULL,
            table_name text NOT NULL,
            is_start boolean NOT NULL,
            state text NOT NULL DEFAULT 'requested' CHECK (state IN ('requested', 'running', 'done', 'failed', 'cancelled')),
            last_key text[],
            rows bigint NOT NULL DEFAULT 0,
            estimated_rows bigint,
            error text,
            requested_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
            requested_by text NOT NULL DEFAULT session_user,
            started_at timestamptz,
            updated_at timestamptz,
            finished_at timestamptz
        ) WITH (fillfactor = 50);
        CREATE UNIQUE INDEX snapshots_unfinished ON "postgres_worker"."snapshots" (consumer, table_schema, table_name) WHERE state IN ('requested', 'running')
        """);
}
