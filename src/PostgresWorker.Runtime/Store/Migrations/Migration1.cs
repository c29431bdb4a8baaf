namespace PostgresWorker.Store.Migrations;

/// <summary>Where each consumer stands, and which changes took effect in a listener's transaction.</summary>
internal static class Migration1
{
    public static Migration Migration { get; } = new(
        1,
        "checkpoints",
        ReadableFrom: 1,
        [
            new StoreTable("migrations", "SELECT"),
            new StoreTable("checkpoints", "SELECT", "INSERT", "UPDATE"),
            new StoreTable("handled_changes", "SELECT", "INSERT", "DELETE"),
        ],
        """
        CREATE SCHEMA IF NOT EXISTS "postgres_worker";

        CREATE TABLE "postgres_worker"."migrations" (
            version int PRIMARY KEY,
            name text NOT NULL,
            readable_from int NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
            applied_by text NOT NULL DEFAULT session_user
        );

        CREATE TABLE "postgres_worker"."checkpoints" (
            consumer text PRIMARY KEY,
            source text NOT NULL,
            system_identifier text NOT NULL,
            database_oid oid NOT NULL,
            timeline bigint NOT NULL,
            slot_incarnation pg_lsn NOT NULL,
            epoch bigint NOT NULL,
            position pg_lsn NOT NULL,
            updated_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
            accepted_gap_from pg_lsn,
            accepted_gap_to pg_lsn,
            accepted_gap_by text,
            accepted_gap_at timestamptz
        ) WITH (fillfactor = 25);

        CREATE TABLE "postgres_worker"."handled_changes" (
            consumer text NOT NULL,
            commit_lsn pg_lsn NOT NULL,
            change_lsn pg_lsn NOT NULL,
            ordinal int NOT NULL,
            listener text NOT NULL,
            epoch bigint NOT NULL,
            PRIMARY KEY (consumer, commit_lsn, change_lsn, ordinal, listener)
        );

        CREATE FUNCTION "postgres_worker"."accept_gap"(consumer text, "position" pg_lsn) RETURNS boolean
            LANGUAGE sql SET search_path = pg_catalog, pg_temp
            AS $$
                WITH accepted AS (
                    UPDATE "postgres_worker"."checkpoints" AS c
                    SET accepted_gap_from = c.position, accepted_gap_to = NULL, accepted_gap_by = session_user, accepted_gap_at = now()
                    WHERE c.consumer = $1 AND c.position = $2
                    RETURNING 1)
                SELECT EXISTS (SELECT FROM accepted)
            $$
        """);
}
