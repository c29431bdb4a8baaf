using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Store;

namespace PostgresWorker.Sharding;

/// <summary>The moment at which a consumer runs with another number of shards: one transaction in the store, behind which everything goes on where the shards before have ended.</summary>
internal sealed class ShardSwitch(NpgsqlDataSource store, string consumer)
{
    // $1 consumer, $2 count, $3 next, $4 position, $5 the slots before, $6 the next ones, $7 where those stand.
    private static readonly string[] Statements =
    [
        // None that began before may write any more, and these begin behind the position.
        """
        INSERT INTO "postgres_worker"."checkpoints" (consumer, source, system_identifier, database_oid, timeline, slot_incarnation, epoch, position)
        SELECT n.consumer, o.source, o.system_identifier, o.database_oid, o.timeline, n.stands, (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::bigint, $4::pg_lsn
        FROM ROWS FROM (pg_catalog.unnest($6::text[]), pg_catalog.unnest($7::text[]::pg_lsn[])) AS n (consumer, stands)
        CROSS JOIN (SELECT * FROM "postgres_worker"."checkpoints" c WHERE c.consumer = ANY ($5) ORDER BY c.timeline DESC LIMIT 1) AS o
        ON CONFLICT (consumer) DO UPDATE SET (source, system_identifier, database_oid, timeline, slot_incarnation, epoch, position, updated_at, accepted_gap_from, accepted_gap_to, accepted_gap_by, accepted_gap_at)
            = ROW (excluded.source, excluded.system_identifier, excluded.database_oid, excluded.timeline, excluded.slot_incarnation, greatest(excluded.epoch, "checkpoints".epoch + 1), excluded.position, pg_catalog.now(), NULL, NULL, NULL, NULL)
        """,
        """DELETE FROM "postgres_worker"."checkpoints" WHERE consumer = ANY ($5)""",

        // Letters are nobody's turn: any shard delivers them when somebody asks.
        """UPDATE "postgres_worker"."dead_letters" SET consumer = ($6::text[])[1] WHERE consumer = ANY ($5)""",
        """UPDATE "postgres_worker"."dead_letter_actions" SET consumer = ($6::text[])[1] WHERE consumer = ANY ($5)""",

        // Rows of a snapshot that is not done are divided otherwise: it begins anew.
        """
        INSERT INTO "postgres_worker"."snapshots" (consumer, source, table_schema, table_name, is_start, requested_by, request)
        SELECT n.consumer, s.source, s.table_schema, s.table_name, pg_catalog.bool_or(s.is_start), pg_catalog.min(s.requested_by), pg_catalog.min(coalesce(s.request, s.id))
        FROM "postgres_worker"."snapshots" s CROSS JOIN pg_catalog.unnest($6::text[]) AS n (consumer)
        WHERE s.consumer = ANY ($5) AND s.state IN ('requested', 'running') GROUP BY n.consumer, s.source, s.table_schema, s.table_name
        ON CONFLICT DO NOTHING
        """,
        """
        DELETE FROM "postgres_worker"."snapshots" s WHERE s.consumer = ANY ($5) AND coalesce(s.request, s.id) IN (
            SELECT coalesce(u.request, u.id) FROM "postgres_worker"."snapshots" u WHERE u.consumer = ANY ($5) AND u.state IN ('requested', 'running'))
        """,
        """UPDATE "postgres_worker"."snapshots" SET consumer = ($6::text[])[1] WHERE consumer = ANY ($5)""",
        """UPDATE "postgres_worker"."shards" SET count = $3, next = NULL, hand_over = NULL, previous = $2, changed_at = pg_catalog.clock_timestamp() WHERE consumer = $1""",
    ];

    private const string Lock = """SELECT 1 FROM "postgres_worker"."shards" WHERE consumer = $1 AND count = $2 AND next = $3 AND hand_over = $4::pg_lsn FOR UPDATE""";

    private const string Behind = """SELECT coalesce(pg_catalog.min(c.position) >= $4::pg_lsn AND pg_catalog.count(*) = pg_catalog.cardinality($5), false) FROM "postgres_worker"."checkpoints" c WHERE c.consumer = ANY ($5)""";

    /// <summary>Goes over.</summary>
    /// <param name="count">The number before.</param>
    /// <param name="next">The number from now on.</param>
    /// <param name="handOver">Up to where the shards before have handled everything.</param>
    /// <param name="stands">Where the slots of the next ones stand, at or before it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="IOException">It is not so any more.</exception>
    public async Task RunAsync(int count, int next, Lsn handOver, IReadOnlyDictionary<string, ShardSlot> stands, CancellationToken cancellationToken)
    {
        var slots = Shard.Slots(consumer, next);
        NpgsqlParameter[] values =
        [
            new() { Value = consumer },
            new() { Value = count, NpgsqlDbType = NpgsqlDbType.Integer },
            new() { Value = next, NpgsqlDbType = NpgsqlDbType.Integer },
            new() { Value = handOver.ToString() },
            new() { Value = Shard.Slots(consumer, count), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new() { Value = slots, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
            new() { Value = Array.ConvertAll(slots, slot => stands[slot].Confirmed!.Value.ToString()), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        ];
        var connection = await store.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);

        // Slots are dropped next.
        await ExecuteAsync(connection, "SELECT pg_catalog.set_config('synchronous_commit', 'on', true)", [], cancellationToken).ConfigureAwait(false);
        if (await ExecuteAsync(connection, Lock, values[..4], cancellationToken).ConfigureAwait(false) is null
            || await ExecuteAsync(connection, Behind, values, cancellationToken).ConfigureAwait(false) is not true)
        {
            throw new IOException($"The change of the shards of '{consumer}' was ended by somebody else.");
        }

        foreach (var statement in Statements)
        {
            await ExecuteAsync(connection, statement, values, cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] values, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        foreach (var value in values)
        {
            command.Parameters.Add(value.Clone());
        }

        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
