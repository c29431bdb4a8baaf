namespace PostgresWorker.Store.Migrations;

/// <summary>Changes that could not be handled, kept whole, and what was done about them.</summary>
internal static class Migration2
{
    public static Migration Migration { get; } = new(
        2,
        "dead letters",
        ReadableFrom: 1,
        [
            new StoreTable("dead_letters", "SELECT", "INSERT", "UPDATE", "DELETE"),
            new StoreTable("dead_letter_actions", "SELECT", "INSERT", "UPDATE"),
        ],
        """
        CREATE TABLE "postgres_worker"."dead_letters" (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            consumer text NOT NULL,
            source text NOT NULL,
            listener text NOT NULL,
            change_id text NOT NULL,
            state text NOT NULL DEFAULT 'stored' CHECK (state IN ('stored', 'requested')),
            table_schema text NOT NULL,
            table_name text NOT NULL,
            action text NOT NULL,
            system_identifier text NOT NULL,
            commit_lsn pg_lsn NOT NULL,
            change_lsn pg_lsn NOT NULL,
            ordinal int NOT NULL,
            transaction_id bigint NOT NULL,
            commit_time timestamptz NOT NULL,
            attempts int NOT NULL,
            first_failed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
            last_failed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
            exception_type text NOT NULL,
            exception_message text NOT NULL,
            exception text NOT NULL,
            wire jsonb NOT NULL,
            old_tuple bytea NOT NULL,
            new_tuple bytea NOT NULL,
            payload json,
            payload_note text,
            epoch bigint NOT NULL,
            UNIQUE (consumer, listener, change_id)
        );
        CREATE INDEX dead_letters_requested ON "postgres_worker"."dead_letters" (consumer, id) WHERE state = 'requested';
        CREATE INDEX dead_letters_change ON "postgres_worker"."dead_letters" (consumer, commit_lsn, change_lsn, ordinal, listener);
        CREATE TABLE "postgres_worker"."dead_letter_actions" (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            consumer text NOT NULL,
            letter_id bigint NOT NULL,
            listener text NOT NULL,
            change_id text NOT NULL,
            action text NOT NULL,
            actor text NOT NULL,
            role text NOT NULL DEFAULT session_user,
            requested_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
            result text,
            finished_at timestamptz
        );
        CREATE INDEX dead_letter_actions_letter ON "postgres_worker"."dead_letter_actions" (letter_id)
        """);
}
