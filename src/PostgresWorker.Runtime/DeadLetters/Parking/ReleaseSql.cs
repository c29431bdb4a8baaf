namespace PostgresWorker.DeadLetters.Parking;

/// <summary>What the active instance asks of parked keys. $1 is the consumer.</summary>
internal static class ReleaseSql
{
    /// <summary>All that is parked, and how much.</summary>
    public const string Load =
        """
        SELECT k.listener, k.key, k.id, k.last_system_identifier, k.last_commit_lsn::text, k.last_change_lsn::text, k.last_ordinal, k.last_commit_time,
            (SELECT count(*) FROM "postgres_worker"."dead_letters" d WHERE d.consumer = $1 AND d.parked_key IS NOT NULL)
        FROM "postgres_worker"."parked_keys" k WHERE k.consumer = $1
        """;

    /// <summary>
    /// Keys that are to be released, but for those whose changes are on their way: $2 their listeners, $3 the keys. Of an outbox all of a listener are released by one instance, whoever else has the keys' lanes: keys may be tied
    /// while some are on their way. It is the one that has the listener's lane, among $5.
    /// </summary>
    public const string Asked =
        """
        SELECT k.listener, k.key, l.lane FROM "postgres_worker"."parked_keys" k, LATERAL (SELECT (pg_catalog.hashtextextended(k.listener, 0) & 255)::smallint AS lane) AS l
        WHERE k.consumer = $1 AND k.state = 'requested'
            AND NOT EXISTS (SELECT FROM ROWS FROM (pg_catalog.unnest($2::text[]), pg_catalog.unnest($3::text[])) AS w (listener, key) WHERE w.listener = k.listener AND w.key = k.key)
            AND ($5::smallint[] IS NULL OR l.lane = ANY ($5))
        ORDER BY k.id LIMIT $4
        """;

    /// <summary>The keys that are tied to a key ($3) of a listener ($2), that one included; they are released with it.</summary>
    public const string Tie =
        """
        WITH tied AS MATERIALIZED (SELECT t.key FROM "postgres_worker"."tied_keys"($1, $2, ARRAY[$3::text]) AS t (key)),
        asked AS (
            UPDATE "postgres_worker"."parked_keys" k SET state = 'requested'
            WHERE k.consumer = $1 AND k.listener = $2 AND k.state = 'parked' AND k.key IN (SELECT key FROM tied) AND k.key <> $3)
        SELECT key FROM tied
        """;

    private const string Columns =
        """
        id, listener, table_schema, table_name, system_identifier, commit_lsn::text, change_lsn::text, ordinal, transaction_id, commit_time, wire::text, old_tuple, new_tuple, change_id,
        parked_key, parked_old_key
        """;

    private const string Waiting = """FROM "postgres_worker"."dead_letters" l WHERE l.consumer = $1 AND l.listener = $2 AND l.parked_key = ANY ($3)""";

    /// <summary>The first changes that wait for keys ($3) of a listener ($2), by their order: at most $4, and of $5 bytes.</summary>
    public const string First =
        $"""
        SELECT {Columns} FROM (
            SELECT d.*, sum(pg_catalog.octet_length(d.old_tuple) + pg_catalog.octet_length(d.new_tuple)) OVER (ORDER BY d.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
            FROM (SELECT * {Waiting} ORDER BY l.id LIMIT $4) AS d) AS p
        WHERE coalesce(before, 0) < $5 ORDER BY id
        """;

    /// <summary>
    /// As <see cref="First"/>, of an outbox: by the numbers there, which are in order for each row, for what was handled before its key was parked may have come again and been stored behind it. What came
    /// through an earlier outbox, or the WAL, is before all of a later one. Rows of snapshots have their place among the numbers, and ids that do not name the outbox.
    /// </summary>
    public const string FirstByNumber =
        $"""
        SELECT {Columns} FROM (
            SELECT d.*, p.place, sum(pg_catalog.octet_length(d.old_tuple) + pg_catalog.octet_length(d.new_tuple)) OVER (ORDER BY p.place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
            FROM (
                SELECT id, pg_catalog.row_number() OVER (ORDER BY came, number, id) AS place
                FROM (
                    SELECT id, number, min(id) OVER (PARTITION BY outbox) AS came
                    FROM (
                        SELECT l.id, CASE WHEN l.commit_lsn = '0/0' THEN l.change_lsn END AS number, CASE WHEN l.commit_lsn = '0/0' THEN l.wire ->> 'outbox' END AS outbox {Waiting}
                    ) AS n) AS o
                ORDER BY place LIMIT $4) AS p
            JOIN "postgres_worker"."dead_letters" d ON d.id = p.id) AS r
        WHERE coalesce(before, 0) < $5 ORDER BY place
        """;
}
