using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters.Parking;

/// <summary>
/// The statements by which the active instance keeps parked changes. Each begins by locking the consumer's epoch ($1 consumer, $2 epoch), as those of <see cref="LetterSql"/>, and answers first whether the epoch
/// is still that one.
/// </summary>
internal static class ParkedSql
{
    private const string Active = $"active AS (SELECT 1 AS one FROM {Fence.Row} FOR {Fence.Strength})";

    private const string IsActive = "(SELECT count(*) FROM active) = 1";

    private const string Values = "$2, $1, $3, $4, $5, $6, $7, $8, $9, $10::pg_lsn, $11::pg_lsn, $12, $13, $14, $15, $16, $17, $18, $19::jsonb, $20, $21, $22::json, $23, 'parked', $24, $25";

    private const string Begin = $"WITH {Active}, held AS MATERIALIZED (";

    // One is enough: it is there until what is stored is seen. Another instance that releases the key locks it first, and looks then whether something is kept for it.
    private const string Holding =
        """
        SELECT k.state FROM "postgres_worker"."parked_keys" k WHERE k.consumer = $1 AND k.listener = $4 AND ($24 = '*' OR k.key IN ('*', $24, $25))
        ORDER BY k.state DESC, k.key LIMIT 1 FOR KEY SHARE
        """;

    private const string Insert =
        $"""
        ),
        stored AS (
            INSERT INTO "postgres_worker"."dead_letters" AS d (
                epoch, consumer, source, listener, change_id, table_schema, table_name, action, system_identifier, commit_lsn, change_lsn, ordinal, transaction_id, commit_time,
                attempts, exception_type, exception_message, exception, wire, old_tuple, new_tuple, payload, payload_note, state, parked_key, parked_old_key)
            SELECT {Values} FROM active, held
            ON CONFLICT (consumer, listener, change_id)
        """;

    private const string ParkKeys =
        $"""
        RETURNING 1),
        parked AS (
            INSERT INTO "postgres_worker"."parked_keys" AS k (
                epoch, consumer, source, listener, table_schema, table_name, state, key, last_system_identifier, last_commit_lsn, last_change_lsn, last_ordinal, last_commit_time)
            SELECT $2, $1, $3, $4, $6, $7, held.state, w.key, $9, $10::pg_lsn, $11::pg_lsn, $12, $14
            FROM stored, held, (SELECT $24 AS key UNION SELECT $25) AS w WHERE w.key IS NOT NULL ORDER BY w.key
            ON CONFLICT (consumer, listener, key) DO UPDATE SET
                last_system_identifier = EXCLUDED.last_system_identifier, last_commit_lsn = EXCLUDED.last_commit_lsn, last_change_lsn = EXCLUDED.last_change_lsn,
                last_ordinal = EXCLUDED.last_ordinal, last_commit_time = EXCLUDED.last_commit_time, epoch = EXCLUDED.epoch
            RETURNING k.key, k.id, k.xmax = 0 AS is_new),
        told AS ({Fence.Announce} AND ($25 IS NOT NULL OR $24 = '*') AND EXISTS (SELECT FROM parked WHERE is_new))
        SELECT {IsActive}, EXISTS (SELECT FROM held), key, id FROM (SELECT 1) AS one LEFT JOIN parked ON true
        """;

    /// <summary>
    /// Keeps a change that waits for others, where they are parked: another instance may have released them. One that is kept already stays what it is. Keys that it parks with those are released with them.
    /// $3 to $23 as <see cref="LetterSql.Store"/>, $24 key, $25 the key that its row had. Answers whether they are parked, and the keys with their numbers where it is kept now.
    /// </summary>
    public const string Wait = $"{Begin}{Holding}{Insert} DO NOTHING {ParkKeys}";

    /// <summary>Keeps a change that could not be handled, be it that it was a dead letter before.</summary>
    public const string Park =
        $"""
        {Begin}SELECT 'parked' AS state{Insert} DO UPDATE SET
            attempts = d.attempts + EXCLUDED.attempts, last_failed_at = pg_catalog.clock_timestamp(), exception_type = EXCLUDED.exception_type,
            exception_message = EXCLUDED.exception_message, exception = EXCLUDED.exception, epoch = EXCLUDED.epoch,
            state = EXCLUDED.state, parked_key = EXCLUDED.parked_key, parked_old_key = EXCLUDED.parked_old_key
        {ParkKeys}
        """;

    private const string LeftBy =
        """
        SELECT k.key FROM (SELECT listener, parked_key FROM gone UNION SELECT listener, parked_old_key FROM gone) AS k (listener, key)
        WHERE k.key IS NOT NULL
            AND NOT EXISTS (SELECT FROM "postgres_worker"."dead_letters" d WHERE d.consumer = $1 AND d.listener = k.listener AND d.parked_key = k.key AND d.id <> $3)
            AND NOT EXISTS (SELECT FROM "postgres_worker"."dead_letters" d WHERE d.consumer = $1 AND d.listener = k.listener AND d.parked_old_key = k.key AND d.id <> $3)
        """;

    /// <summary>A change ($3) was handled. Answers for which keys nothing is kept any more.</summary>
    public const string Remove =
        $"""
        WITH {Active}, gone AS (
            DELETE FROM "postgres_worker"."dead_letters" d WHERE d.id = $3 AND d.consumer = $1 AND EXISTS (SELECT FROM active) RETURNING d.listener, d.parked_key, d.parked_old_key)
        SELECT {IsActive}, key FROM (SELECT 1) AS one LEFT JOIN ({LeftBy}) AS e ON true
        """;

    private const string Failure =
        """attempts = d.attempts + $4, last_failed_at = pg_catalog.clock_timestamp(), exception_type = $5, exception_message = $6, exception = $7, epoch = $2""";

    /// <summary>A change ($3) could not be handled again, and its keys go on without it. $4 attempts, $5 to $7 the exception. Answers as <see cref="Remove"/>.</summary>
    public const string MakeLetter =
        $"""
        WITH {Active}, gone AS (SELECT d.listener, d.parked_key, d.parked_old_key FROM "postgres_worker"."dead_letters" d WHERE d.id = $3 AND d.consumer = $1),
        failed AS (
            UPDATE "postgres_worker"."dead_letters" d SET state = 'stored', parked_key = NULL, parked_old_key = NULL, {Failure}
            WHERE d.id = $3 AND d.consumer = $1 AND EXISTS (SELECT FROM active))
        SELECT {IsActive}, key FROM (SELECT 1) AS one LEFT JOIN ({LeftBy}) AS e ON true
        """;

    private const string Stop =
        """
        tied AS (
            SELECT t.key FROM failing f, "postgres_worker"."tied_keys"($1, f.listener, f.keys) AS t (key)),
        stopped AS (
            UPDATE "postgres_worker"."parked_keys" k SET state = 'parked' FROM failing f
            WHERE k.consumer = $1 AND k.listener = f.listener AND k.key IN (SELECT key FROM tied) AND k.state = 'requested' AND EXISTS (SELECT FROM active))
        """;

    private const string Tell =
        """
        finished_at = pg_catalog.clock_timestamp() FROM failing f
        WHERE a.consumer = $1 AND a.listener = f.listener AND a.parked_key IN (SELECT key FROM tied) AND a.finished_at IS NULL AND EXISTS (SELECT FROM active)
        """;

    /// <summary>A change ($3) could not be handled again: its keys, and those tied to them, stay parked. $4 attempts, $5 to $7 the exception.</summary>
    public const string FailAgain =
        $"""
        WITH {Active}, failed AS (
            UPDATE "postgres_worker"."dead_letters" d SET {Failure} WHERE d.id = $3 AND d.consumer = $1 AND EXISTS (SELECT FROM active) RETURNING d.listener, d.parked_key, d.parked_old_key),
        failing AS (SELECT f.listener, pg_catalog.array_remove(ARRAY[f.parked_key, f.parked_old_key], NULL) AS keys FROM failed f),
        {Stop},
        told AS (UPDATE "postgres_worker"."dead_letter_actions" a SET result = 'failed again: ' || $5, {Tell})
        SELECT {IsActive}
        """;

    /// <summary>What waits for a key ($4) of a listener ($3) can't be delivered, because of $5.</summary>
    public const string Refuse =
        $"""
        WITH {Active}, failing AS (SELECT $3::text AS listener, ARRAY[$4::text] AS keys),
        {Stop},
        told AS (UPDATE "postgres_worker"."dead_letter_actions" a SET result = 'refused: ' || $5, {Tell})
        SELECT {IsActive}
        """;

    /// <summary>Before <see cref="Unpark"/>, which then sees what other instances have stored for the keys.</summary>
    public const string Lock =
        """SELECT FROM "postgres_worker"."parked_keys" k WHERE k.consumer = $1 AND k.listener = $3 AND k.key = ANY ($4) ORDER BY k.key FOR UPDATE""";

    /// <summary>Keys ($4) of a listener ($3) are parked no more, if nothing is kept for them. Answers which these are.</summary>
    public const string Unpark =
        $"""
        WITH {Active}, gone AS (
            DELETE FROM "postgres_worker"."parked_keys" k
            WHERE k.consumer = $1 AND k.listener = $3 AND k.key = ANY ($4) AND EXISTS (SELECT FROM active)
                AND NOT EXISTS (SELECT FROM "postgres_worker"."dead_letters" d WHERE d.consumer = $1 AND d.listener = $3 AND d.parked_key = k.key)
                AND NOT EXISTS (SELECT FROM "postgres_worker"."dead_letters" d WHERE d.consumer = $1 AND d.listener = $3 AND d.parked_old_key = k.key)
            RETURNING k.key),
        told AS (
            UPDATE "postgres_worker"."dead_letter_actions" a SET result = 'released', finished_at = pg_catalog.clock_timestamp()
            WHERE a.consumer = $1 AND a.listener = $3 AND a.parked_key IN (SELECT key FROM gone) AND a.finished_at IS NULL)
        SELECT {IsActive}, key FROM (SELECT 1) AS one LEFT JOIN gone ON true
        """;
}
