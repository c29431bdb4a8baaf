using PostgresWorker.Store;

namespace PostgresWorker.Snapshots;

/// <summary>The statements on <c>postgres_worker.snapshots</c>. What the active instance writes asks for its epoch ($1 consumer, $2 epoch).</summary>
internal static class SnapshotSql
{
    /// <summary>The snapshot that is to be read next: $2 those that this instance has read to their ends.</summary>
    public const string Next =
        """
        SELECT id, table_schema, table_name, state = 'running', last_key, rows, estimated_rows, requested_at
        FROM "postgres_worker"."snapshots"
        WHERE consumer = $1 AND state IN ('requested', 'running') AND NOT id = ANY ($2)
        ORDER BY state = 'running' DESC, requested_at, table_schema, table_name LIMIT 1
        """;

    /// <summary>A snapshot ($3) begins: $4 about how many rows there are.</summary>
    public static string Begin { get; } = Own("state = 'running', started_at = coalesce(started_at, pg_catalog.clock_timestamp()), estimated_rows = $4");

    /// <summary>Rows of it are finished, up to a key ($4), $5 in all; $6 whether these are all.</summary>
    public static string Advance { get; } = Own(
        "last_key = $4, rows = $5, state = CASE WHEN $6 THEN 'done' ELSE 'running' END, updated_at = pg_catalog.clock_timestamp(), finished_at = CASE WHEN $6 THEN pg_catalog.clock_timestamp() END");

    /// <summary>It can't go on, because of $4.</summary>
    public static string Fail { get; } = Own("state = 'failed', error = $4, finished_at = pg_catalog.clock_timestamp()");

    /// <summary>Snapshots that have not ended begin anew: rows that were read may have changed unseen.</summary>
    public const string Restart =
        """UPDATE "postgres_worker"."snapshots" SET state = 'requested', last_key = NULL, rows = 0 WHERE consumer = $1 AND state IN ('requested', 'running')""";

    /// <summary>A snapshot of each table ($3 schemas, $4 names) of a source ($2), for a consumer ($1) that begins. One that was asked for so before is not again.</summary>
    public const string RequestAtStart =
        """
        INSERT INTO "postgres_worker"."snapshots" (consumer, source, table_schema, table_name, is_start)
        SELECT $1, $2, t.table_schema, t.table_name, true FROM ROWS FROM (pg_catalog.unnest($3::text[]), pg_catalog.unnest($4::text[])) AS t (table_schema, table_name)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>A snapshot of a table ($3 schema, $4 name) of a source ($2). Answers with its number, or that of the one that has not ended.</summary>
    public const string Request =
        """
        WITH new AS (
            INSERT INTO "postgres_worker"."snapshots" (consumer, source, table_schema, table_name, is_start) VALUES ($1, $2, $3, $4, false)
            ON CONFLICT DO NOTHING RETURNING id)
        SELECT id FROM new UNION ALL
        SELECT id FROM "postgres_worker"."snapshots" WHERE consumer = $1 AND table_schema = $3 AND table_name = $4 AND state IN ('requested', 'running')
        LIMIT 1
        """;

    public const string List =
        """
        SELECT id, table_schema, table_name, state, rows, estimated_rows, requested_at, finished_at, error
        FROM "postgres_worker"."snapshots" WHERE consumer = $1 ORDER BY requested_at DESC, table_schema, table_name LIMIT $2
        """;

    /// <summary>Ends a snapshot ($2).</summary>
    public const string Cancel =
        """
        UPDATE "postgres_worker"."snapshots" SET state = 'cancelled', finished_at = pg_catalog.clock_timestamp() WHERE consumer = $1 AND id = $2 AND state IN ('requested', 'running')
        """;

    /// <summary>Answers whether the epoch is current, and whether there was something to change: not where it was cancelled.</summary>
    private static string Own(string set) =>
        $"""
        WITH active AS (SELECT 1 AS one FROM {Fence.Row} FOR {Fence.Strength}),
        own AS (
            UPDATE "postgres_worker"."snapshots" s SET {set}
            WHERE s.id = $3 AND s.consumer = $1 AND s.state IN ('requested', 'running') AND EXISTS (SELECT FROM active) RETURNING 1)
        SELECT EXISTS (SELECT FROM active), EXISTS (SELECT FROM own)
        """;
}
