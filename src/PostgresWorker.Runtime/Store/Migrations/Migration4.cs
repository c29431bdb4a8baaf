namespace PostgresWorker.Store.Migrations;

/// <summary>
/// What is said of outboxes: which there are, what their triggers capture, who reads them. The outboxes themselves are made by <see cref="Outbox.Provisioning.OutboxProvisioner"/>.
/// </summary>
/// <remarks>No rights are listed: only a worker that reads an outbox needs them, and <see cref="Outbox.Provisioning.OutboxRights"/> asks.</remarks>
internal static class Migration4
{
    public static Migration Migration { get; } = new(
        4,
        "outboxes",
        ReadableFrom: 1,
        [],
        """
        CREATE TABLE "postgres_worker"."outboxes" (
            consumer text PRIMARY KEY,
            version int NOT NULL,
            incarnation bigint NOT NULL DEFAULT (pg_catalog.hashtextextended(pg_catalog.gen_random_uuid()::text, 0) & 9223372036854775807),
            wake_up text NOT NULL CHECK (wake_up IN ('notify', 'poll')),
            created_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
        );

        CREATE TABLE "postgres_worker"."captures" (
            id int PRIMARY KEY,
            consumer text NOT NULL,
            table_schema text NOT NULL,
            table_name text NOT NULL,
            order_by text,
            key_columns text[] NOT NULL
        );
        CREATE UNIQUE INDEX captures_table ON "postgres_worker"."captures" (consumer, table_schema, table_name, (coalesce(order_by, '')), (order_by IS NULL));

        CREATE TABLE "postgres_worker"."capture_triggers" (
            capture int REFERENCES "postgres_worker"."captures" ON DELETE CASCADE,
            name text,
            wanted text NOT NULL,
            definition text NOT NULL,
            PRIMARY KEY (capture, name)
        );

        CREATE TABLE "postgres_worker"."instances" (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            consumer text NOT NULL,
            name text NOT NULL,
            wanted text,
            started_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            handled pg_lsn
        );
        CREATE INDEX instances_consumer ON "postgres_worker"."instances" (consumer);

        CREATE TABLE "postgres_worker"."lanes" (
            consumer text,
            lane smallint,
            owner bigint,
            epoch bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (consumer, lane)
        ) WITH (fillfactor = 50)
        """);
}
