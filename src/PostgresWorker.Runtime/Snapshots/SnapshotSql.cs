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

    /// <summary>A snapshot of a table ($3 schema, $4 name) of a source ($2), a part of it for each shard ($1 consumers). Answers with its number, or that of the one that has not ended.</summary>
    public const string Request =
        """
        WITH drawn AS MATERIALIZED (SELECT pg_catalog.hashtextextended(pg_catalog.gen_random_uuid()::text, 0) & 9223372036854775807 AS number),
        new AS (
            INSERT INTO "postgres_worker"."snapshots" (consumer, source, table_schema, table_name, is_start, request)
            SELECT c.consumer, $2, $3, $4, false, CASE WHEN pg_catalog.cardinality($1) > 1 THEN d.number END FROM pg_catalog.unnest($1) AS c (consumer), drawn d
            WHERE NOT EXISTS (
                SELECT FROM "postgres_worker"."snapshots" s
                WHERE s.consumer = ANY ($1) AND s.table_schema = $3 AND s.table_name = $4 AND s.state IN ('requested', 'running'))
            ON CONFLICT DO NOTHING RETURNING coalesce(request, id) AS number)
        SELECT number FROM new UNION ALL
        SELECT coalesce(request, id) FROM "postgres_worker"."snapshots" WHERE consumer = ANY ($1) AND table_schema = $3 AND table_name = $4 AND state IN ('requested', 'running')
        LIMIT 1
        """;

    /// <summary>The parts of a snapshot are one.</summary>
    public const string List =
        """
        SELECT coalesce(request, id), table_schema, table_name,
            CASE WHEN pg_catalog.bool_or(state = 'running') OR (pg_catalog.bool_or(state = 'requested') AND pg_catalog.bool_or(state = 'done')) THEN 'running'
                WHEN pg_catalog.bool_or(state = 'requested') THEN 'requested' WHEN pg_catalog.bool_or(state = 'failed') THEN 'failed'
                WHEN pg_catalog.bool_or(state = 'cancelled') THEN 'cancelled' ELSE 'done' END,
            pg_catalog.sum(rows)::bigint, pg_catalog.sum(estimated_rows)::bigint, pg_catalog.min(requested_at),
            CASE WHEN pg_catalog.bool_and(finished_at IS NOT NULL) THEN pg_catalog.max(finished_at) END, pg_catalog.string_agg(DISTINCT error, ' ')
        FROM "postgres_worker"."snapshots" WHERE consumer = ANY ($1) GROUP BY coalesce(request, id), table_schema, table_name
        ORDER BY pg_catalog.min(requested_at) DESC, table_schema, table_name LIMIT $2
        """;

    /// <summary>Ends a snapshot ($2), with all its parts.</summary>
    public const string Cancel =
        """
        UPDATE "postgres_worker"."snapshots" SET state = 'cancelled', finished_at = pg_catalog.clock_timestamp()
        WHERE consumer = ANY ($1) AND coalesce(request, id) = $2 AND state IN ('requested', 'running')
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
