using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters;

/// <summary>
/// The statements that the active instance writes with. Each locks its letter, which an operator's transaction may hold for long, and only then the consumer's epoch ($1 consumer, $2 epoch), so that a new one
/// can't begin before it is committed: the other way round, checkpoints would wait for who holds the letter. It answers whether the epoch is still that one.
/// </summary>
internal static class LetterSql
{
    // The sub-select is evaluated before the scan begins, and so before the row is locked.
    private const string Active =
        $"active AS (SELECT 1 AS one FROM {Fence.Row} AND (SELECT count(*) FROM letter) >= 0 FOR {Fence.Strength})";

    private const string LetterAndActive = $"""WITH letter AS (SELECT l.id FROM "postgres_worker"."dead_letters" l WHERE l.id = $3 AND l.consumer = $1 FOR UPDATE), {Active}""";

    private const string IsActive = "SELECT (SELECT count(*) FROM active) = 1";

    private const string Failure =
        """
        attempts = d.attempts + EXCLUDED.attempts, last_failed_at = pg_catalog.clock_timestamp(), exception_type = EXCLUDED.exception_type,
        exception_message = EXCLUDED.exception_message, exception = EXCLUDED.exception, epoch = EXCLUDED.epoch
        """;

    /// <summary>Stores a change; one that was stored before has failed again.</summary>
    public const string Store =
        $"""
        WITH letter AS (SELECT l.id FROM "postgres_worker"."dead_letters" l WHERE l.consumer = $1 AND l.listener = $4 AND l.change_id = $5 FOR UPDATE),
        {Active}, stored AS (
            INSERT INTO "postgres_worker"."dead_letters" AS d (
                epoch, consumer, source, listener, change_id, table_schema, table_name, action, system_identifier, commit_lsn, change_lsn, ordinal, transaction_id, commit_time,
                attempts, exception_type, exception_message, exception, wire, old_tuple, new_tuple, payload, payload_note)
            SELECT $2, $1, $3, $4, $5, $6, $7, $8, $9, $10::pg_lsn, $11::pg_lsn, $12, $13, $14, $15, $16, $17, $18, $19::jsonb, $20, $21, $22::json, $23 FROM active
            ON CONFLICT (consumer, listener, change_id) DO UPDATE SET {Failure}
            RETURNING 1)
        {IsActive}
        """;

    /// <summary>A letter that was delivered again ($3) has failed again: $4 attempts, $5 to $7 the exception. One that was discarded meanwhile stays so.</summary>
    public const string FailAgain =
        $"""
        {LetterAndActive}, failed AS (
            UPDATE "postgres_worker"."dead_letters" d
            SET state = 'stored', attempts = d.attempts + $4, last_failed_at = pg_catalog.clock_timestamp(), exception_type = $5, exception_message = $6, exception = $7, epoch = $2
            WHERE d.id = $3 AND d.consumer = $1 AND EXISTS (SELECT FROM active) RETURNING d.id),
        told AS (
            UPDATE "postgres_worker"."dead_letter_actions" a SET result = 'failed again: ' || $5, finished_at = pg_catalog.clock_timestamp()
            WHERE a.letter_id IN (SELECT id FROM failed) AND a.finished_at IS NULL RETURNING 1)
        {IsActive}
        """;

    /// <summary>A letter ($3) was handled.</summary>
    public const string Remove =
        $"""
        {LetterAndActive}, gone AS (
            DELETE FROM "postgres_worker"."dead_letters" d WHERE d.id = $3 AND d.consumer = $1 AND EXISTS (SELECT FROM active) RETURNING d.id),
        told AS (
            UPDATE "postgres_worker"."dead_letter_actions" a SET result = 'handled', finished_at = pg_catalog.clock_timestamp()
            WHERE a.letter_id IN (SELECT id FROM gone) AND a.finished_at IS NULL RETURNING 1)
        {IsActive}
        """;

    /// <summary>A letter ($3) can't be delivered, because of $4.</summary>
    public const string Refuse =
        $"""
        {LetterAndActive}, refused AS (
            UPDATE "postgres_worker"."dead_letters" d SET state = 'stored' WHERE d.id = $3 AND d.consumer = $1 AND EXISTS (SELECT FROM active) RETURNING d.id),
        told AS (
            UPDATE "postgres_worker"."dead_letter_actions" a SET result = 'refused: ' || $4, finished_at = pg_catalog.clock_timestamp()
            WHERE a.letter_id IN (SELECT id FROM refused) AND a.finished_at IS NULL RETURNING 1)
        {IsActive}
        """;

    /// <summary>Whether the consumer ($1) has letters at all.</summary>
    public const string Any = """SELECT EXISTS (SELECT FROM "postgres_worker"."dead_letters" WHERE consumer = $1)""";

    /// <summary>The letters of a consumer ($1) whose changes come again from a position ($2) on, and those of rows of snapshots of which the last read part comes again.</summary>
    public const string Resent =
        """
        SELECT id, listener, change_id, commit_lsn::text, change_lsn::text, ordinal, transaction_id, wire ->> 'snapshot' IS NOT NULL
        FROM "postgres_worker"."dead_letters" d WHERE consumer = $1 AND commit_lsn >= $2::pg_lsn AND state IN ('stored', 'requested')
        """;

    /// <summary>The letters of a consumer ($1) that are to be delivered again, but for those that are on their way ($2): the first, and those behind it as long as all have no more than $3 bytes. Of an outbox those of some lanes ($4).</summary>
    public const string Requested =
        """
        SELECT l.id, l.listener, l.table_schema, l.table_name, l.system_identifier, l.commit_lsn::text, l.change_lsn::text, l.ordinal, l.transaction_id, l.commit_time, l.wire::text, l.old_tuple, l.new_tuple, l.change_id
        FROM (
            SELECT r.id, pg_catalog.row_number() OVER by_id AS place, pg_catalog.sum(r.bytes) OVER by_id AS bytes
            FROM (
                SELECT id, pg_catalog.octet_length(old_tuple)::bigint + pg_catalog.octet_length(new_tuple) AS bytes
                FROM "postgres_worker"."dead_letters" WHERE consumer = $1 AND state = 'requested' AND NOT id = ANY ($2)
                    AND ($4::smallint[] IS NULL OR wire ->> 'lane' IS NULL OR (wire ->> 'lane')::smallint = ANY ($4)) ORDER BY id LIMIT 16) AS r
            WINDOW by_id AS (ORDER BY r.id)) AS next
        JOIN "postgres_worker"."dead_letters" l ON l.id = next.id
        WHERE next.place = 1 OR next.bytes <= $3 ORDER BY l.id
        """;
}
