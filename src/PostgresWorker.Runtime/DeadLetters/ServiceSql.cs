namespace PostgresWorker.DeadLetters;

/// <summary>The statements of <see cref="IDeadLetters"/>. $1 is the consumer, $2 to $9 the filter.</summary>
internal static class ServiceSql
{
    private const string Meant =
        """
        l.consumer = $1 AND ($2::bigint[] IS NULL OR l.id = ANY ($2)) AND ($3::text IS NULL OR l.listener = $3) AND ($4::text IS NULL OR (l.table_schema = $4 AND l.table_name = $5))
        AND ($6::text IS NULL OR l.state = $6) AND ($7::timestamptz IS NULL OR l.last_failed_at >= $7) AND ($8::timestamptz IS NULL OR l.last_failed_at < $8)
        AND ($9::text IS NULL OR l.exception_type = $9)
        """;

    private const string Shown =
        """
        l.id, l.source, l.listener, l.change_id, l.table_schema, l.table_name, l.action, l.state, l.commit_time, l.attempts, l.first_failed_at, l.last_failed_at,
        l.exception_type, l.exception_message
        """;

    /// <summary>$10 after, $11 count.</summary>
    public const string List = $"""SELECT {Shown} FROM "postgres_worker"."dead_letters" l WHERE {Meant} AND l.id > $10 ORDER BY l.id LIMIT $11""";

    /// <summary>With what may be large: of one letter.</summary>
    public const string Get = $"""SELECT {Shown}, l.exception, l.payload::text, l.payload_note FROM "postgres_worker"."dead_letters" l WHERE {Meant}""";

    /// <summary>$10 actor.</summary>
    public const string Replay =
        $"""
        WITH meant AS (
            UPDATE "postgres_worker"."dead_letters" l SET state = 'requested' WHERE {Meant} AND l.state = 'stored' RETURNING l.id, l.listener, l.change_id)
        INSERT INTO "postgres_worker"."dead_letter_actions" (consumer, letter_id, listener, change_id, action, actor)
        SELECT $1, m.id, m.listener, m.change_id, 'replay', $10 FROM meant m ORDER BY m.id
        """;

    /// <summary>$10 actor. A replay that was asked for before ends with it.</summary>
    public const string Discard =
        $"""
        WITH meant AS (
            DELETE FROM "postgres_worker"."dead_letters" l WHERE {Meant} RETURNING l.id, l.listener, l.change_id),
        told AS (
            UPDATE "postgres_worker"."dead_letter_actions" a SET result = 'discarded', finished_at = pg_catalog.clock_timestamp()
            WHERE a.letter_id IN (SELECT id FROM meant) AND a.finished_at IS NULL)
        INSERT INTO "postgres_worker"."dead_letter_actions" (consumer, letter_id, listener, change_id, action, actor, result, finished_at)
        SELECT $1, m.id, m.listener, m.change_id, 'discard', $10, 'discarded', pg_catalog.clock_timestamp() FROM meant m ORDER BY m.id
        """;

    /// <summary>$2 a letter or null for all, $3 after, $4 count.</summary>
    public const string Actions =
        """
        SELECT id, letter_id, listener, change_id, action, actor, requested_at, result, finished_at FROM "postgres_worker"."dead_letter_actions"
        WHERE consumer = $1 AND ($2::bigint IS NULL OR letter_id = $2) AND id > $3 ORDER BY id LIMIT $4
        """;
}
