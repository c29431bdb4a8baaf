namespace PostgresWorker.DeadLetters;

/// <summary>The statements of <see cref="IDeadLetters"/>. $1 are the consumers, one for each shard, $2 to $10 the filter.</summary>
internal static class ServiceSql
{
    private const string Meant =
        """
        l.consumer = ANY ($1) AND ($2::bigint[] IS NULL OR l.id = ANY ($2)) AND ($3::text IS NULL OR l.listener = $3) AND ($4::text IS NULL OR (l.table_schema = $4 AND l.table_name = $5))
        AND ($6::text IS NULL OR l.state = $6) AND ($7::timestamptz IS NULL OR l.last_failed_at >= $7) AND ($8::timestamptz IS NULL OR l.last_failed_at < $8)
        AND ($9::text IS NULL OR l.exception_type = $9) AND ($10::text IS NULL OR l.parked_key = $10 OR l.parked_old_key = $10)
        """;

    private const string Shown =
        """
        l.id, l.source, l.listener, l.change_id, l.table_schema, l.table_name, l.action, l.state, l.commit_time, l.attempts, l.first_failed_at, l.last_failed_at,
        l.exception_type, l.exception_message, l.parked_key, l.parked_old_key
        """;

    /// <summary>$11 after, $12 count.</summary>
    public const string List = $"""SELECT {Shown} FROM "postgres_worker"."dead_letters" l WHERE {Meant} AND l.id > $11 ORDER BY l.id LIMIT $12""";

    /// <summary>With what may be large: of one letter.</summary>
    public const string Get = $"""SELECT {Shown}, l.exception, l.payload::text, l.payload_note FROM "postgres_worker"."dead_letters" l WHERE {Meant}""";

    /// <summary>$11 actor.</summary>
    public const string Replay =
        $"""
        WITH meant AS (
            UPDATE "postgres_worker"."dead_letters" l SET state = 'requested' WHERE {Meant} AND l.state = 'stored' RETURNING l.consumer, l.id, l.listener, l.change_id)
        INSERT INTO "postgres_worker"."dead_letter_actions" (consumer, letter_id, listener, change_id, action, actor)
        SELECT m.consumer, m.id, m.listener, m.change_id, 'replay', $11 FROM meant m ORDER BY m.id
        """;

    /// <summary>$11 actor. A replay that was asked for before ends with it; keys for which nothing is left are to be parked no more.</summary>
    public const string Discard =
        $"""
        WITH meant AS (
            DELETE FROM "postgres_worker"."dead_letters" l WHERE {Meant} RETURNING l.consumer, l.id, l.listener, l.change_id, l.parked_key, l.parked_old_key),
        emptied AS (
            UPDATE "postgres_worker"."parked_keys" k SET state = 'requested'
            WHERE k.consumer = ANY ($1) AND EXISTS (SELECT FROM meant m WHERE m.consumer = k.consumer AND m.listener = k.listener AND k.key IN (m.parked_key, m.parked_old_key))
                AND NOT EXISTS (
                    SELECT FROM "postgres_worker"."dead_letters" d WHERE d.consumer = k.consumer AND d.listener = k.listener AND d.parked_key = k.key AND NOT EXISTS (SELECT FROM meant m WHERE m.id = d.id))
                AND NOT EXISTS (
                    SELECT FROM "postgres_worker"."dead_letters" d WHERE d.consumer = k.consumer AND d.listener = k.listener AND d.parked_old_key = k.key AND NOT EXISTS (SELECT FROM meant m WHERE m.id = d.id))),
        told AS (
            UPDATE "postgres_worker"."dead_letter_actions" a SET result = 'discarded', finished_at = pg_catalog.clock_timestamp()
            WHERE a.letter_id IN (SELECT id FROM meant) AND a.finished_at IS NULL)
        INSERT INTO "postgres_worker"."dead_letter_actions" (consumer, letter_id, listener, change_id, action, actor, result, finished_at)
        SELECT m.consumer, m.id, m.listener, m.change_id, 'discard', $11, 'discarded', pg_catalog.clock_timestamp() FROM meant m ORDER BY m.id
        """;

    /// <summary>$2 a letter or null for all, $3 after, $4 count.</summary>
    public const string Actions =
        """
        SELECT id, letter_id, listener, change_id, action, actor, requested_at, result, finished_at, parked_key FROM "postgres_worker"."dead_letter_actions"
        WHERE consumer = ANY ($1) AND ($2::bigint IS NULL OR letter_id = $2) AND id > $3 ORDER BY id LIMIT $4
        """;

    /// <summary>Which of letters ($2) are parked: the first of them.</summary>
    public const string AnyParked = """SELECT id, listener, parked_key FROM "postgres_worker"."dead_letters" WHERE consumer = ANY ($1) AND id = ANY ($2) AND parked_key IS NOT NULL ORDER BY id LIMIT 1""";

    /// <summary>$2 a listener or null for all, $3 after, $4 count.</summary>
    public const string ParkedKeys =
        """
        SELECT k.id, k.source, k.listener, k.table_schema, k.table_name, k.key, k.state, k.since,
            (SELECT count(*) FROM "postgres_worker"."dead_letters" d WHERE d.consumer = k.consumer AND d.listener = k.listener AND d.parked_key = k.key)
            + (SELECT count(*) FROM "postgres_worker"."dead_letters" d WHERE d.consumer = k.consumer AND d.listener = k.listener AND d.parked_old_key = k.key),
            h.id, h.attempts, h.exception_type, h.exception_message
        FROM "postgres_worker"."parked_keys" k
        LEFT JOIN LATERAL (
            SELECT * FROM (
                (SELECT * FROM "postgres_worker"."dead_letters" d WHERE d.consumer = k.consumer AND d.listener = k.listener AND d.parked_key = k.key ORDER BY d.id LIMIT 1)
                UNION ALL
                (SELECT * FROM "postgres_worker"."dead_letters" d WHERE d.consumer = k.consumer AND d.listener = k.listener AND d.parked_old_key = k.key ORDER BY d.id LIMIT 1)) AS heads
            ORDER BY id LIMIT 1) AS h ON true
        WHERE k.consumer = ANY ($1) AND ($2::text IS NULL OR k.listener = $2) AND k.id > $3 ORDER BY k.id LIMIT $4
        """;

    /// <summary>$2 the listener, $3 a key or null for all, $4 actor.</summary>
    public const string Release =
        """
        WITH asked AS (
            UPDATE "postgres_worker"."parked_keys" k SET state = 'requested'
            WHERE k.consumer = ANY ($1) AND k.listener = $2 AND ($3::text IS NULL OR k.key = $3) AND k.state = 'parked' RETURNING k.consumer, k.key)
        INSERT INTO "postgres_worker"."dead_letter_actions" (consumer, letter_id, listener, change_id, action, actor, parked_key)
        SELECT a.consumer, 0, $2, '', 'release', $4, a.key FROM asked a ORDER BY a.key
        """;
}
