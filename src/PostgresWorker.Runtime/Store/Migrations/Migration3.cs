namespace PostgresWorker.Store.Migrations;

/// <summary>
/// Keys whose changes wait, in order, behind one that could not be handled. The changes are among the dead letters. A build that does not know of them would deliver later changes before those, so none may
/// work beside this.
/// </summary>
internal static class Migration3
{
    public static Migration Migration { get; } = new(
        3,
        "parked keys",
        ReadableFrom: 3,
        [new StoreTable("parked_keys", "SELECT", "INSERT", "UPDATE", "DELETE")],
        """
        CREATE TABLE "postgres_worker"."parked_keys" (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            consumer text NOT NULL,
            source text NOT NULL,
            listener text NOT NULL,
            key text NOT NULL,
            table_schema text NOT NULL,
            table_name text NOT NULL,
            state text NOT NULL DEFAULT 'parked' CHECK (state IN ('parked', 'requested')),
            since timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
            last_system_identifier text NOT NULL,
            last_commit_lsn pg_lsn NOT NULL,
            last_change_lsn pg_lsn NOT NULL,
            last_ordinal int NOT NULL,
            last_commit_time timestamptz NOT NULL,
            epoch bigint NOT NULL,
            UNIQUE (consumer, listener, key)
        );
        CREATE INDEX parked_keys_requested ON "postgres_worker"."parked_keys" (consumer, id) WHERE state = 'requested';
        ALTER TABLE "postgres_worker"."dead_letters"
            DROP CONSTRAINT dead_letters_state_check,
            ADD COLUMN parked_key text,
            ADD COLUMN parked_old_key text,
            ADD CONSTRAINT dead_letters_state_check CHECK (state IN ('stored', 'requested', 'parked') AND (state = 'parked') = (parked_key IS NOT NULL));
        CREATE INDEX dead_letters_parked ON "postgres_worker"."dead_letters" (consumer, listener, parked_key, id) WHERE parked_key IS NOT NULL;
        CREATE INDEX dead_letters_parked_old ON "postgres_worker"."dead_letters" (consumer, listener, parked_old_key, id) WHERE parked_old_key IS NOT NULL;
        ALTER TABLE "postgres_worker"."dead_letter_actions" ADD COLUMN parked_key text;
        CREATE INDEX dead_letter_actions_parked ON "postgres_worker"."dead_letter_actions" (consumer, listener, parked_key) WHERE parked_key IS NOT NULL AND finished_at IS NULL;
        CREATE FUNCTION "postgres_worker"."tied_keys"(consumer text, listener text, keys text[]) RETURNS SETOF text
            LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
            AS $$
                WITH RECURSIVE tied (key) AS (
                    SELECT unnest($3)
                    UNION
                    SELECT CASE WHEN d.parked_key = t.key THEN d.parked_old_key ELSE d.parked_key END
                    FROM tied t JOIN "postgres_worker"."dead_letters" d
                    ON d.consumer = $1 AND d.listener = $2 AND d.parked_old_key IS NOT NULL AND t.key IN (d.parked_key, d.parked_old_key))
                SELECT key FROM tied
                UNION
                SELECT k.key FROM "postgres_worker"."parked_keys" k
                WHERE k.consumer = $1 AND k.listener = $2
                    AND EXISTS (SELECT FROM "postgres_worker"."parked_keys" w WHERE w.consumer = $1 AND w.listener = $2 AND w.key = '*')
            $$
        """);
}
