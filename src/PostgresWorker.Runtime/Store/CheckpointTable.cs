using Npgsql;
using PostgresWorker.FailPoints;

namespace PostgresWorker.Store;

/// <summary>Reads and writes a consumer's row in <c>postgres_worker.checkpoints</c>.</summary>
internal sealed class CheckpointTable(IWorkerStore store)
{
    private const string Read =
        """
        SELECT system_identifier, database_oid::bigint, timeline, slot_incarnation::text, epoch, position::text, accepted_gap_from::text, accepted_gap_to::text, accepted_gap_by
        FROM "postgres_worker"."checkpoints" WHERE consumer = $1
        """;

    // Later than any that was, also where the row was removed or restored from a backup: an instance of before must not take a new epoch for its own.
    private const string Now = "(extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::bigint";

    private const string Insert =
        $"""
        INSERT INTO "postgres_worker"."checkpoints" (consumer, source, system_identifier, database_oid, timeline, slot_incarnation, epoch, position)
        VALUES ($1, $2, $3, $4::bigint::oid, $5, $6::pg_lsn, {Now}, greatest($6::pg_lsn, $7::pg_lsn))
        RETURNING epoch, position::text
        """;

    private const string Continue =
        $"""
        UPDATE "postgres_worker"."checkpoints"
        SET epoch = greatest(epoch + 1, {Now}), source = $2, timeline = $3, position = greatest(position, $4::pg_lsn), updated_at = pg_catalog.now()
        WHERE consumer = $1
        RETURNING epoch, position::text
        """;

    private const string MoveTo =
        $"""
        UPDATE "postgres_worker"."checkpoints"
        SET epoch = greatest(epoch + 1, {Now}), source = $2, timeline = $3, position = $4::pg_lsn, updated_at = pg_catalog.now(),
            slot_incarnation = CASE WHEN $5 THEN $4::pg_lsn ELSE slot_incarnation END,
            accepted_gap_to = CASE WHEN $5 THEN $4::pg_lsn ELSE accepted_gap_to END
        WHERE consumer = $1
        RETURNING epoch, position::text
        """;

    private const string Advance =
        """UPDATE "postgres_worker"."checkpoints" SET position = $1::pg_lsn, updated_at = pg_catalog.now() WHERE consumer = $2 AND epoch = $3 AND position <= $1::pg_lsn""";

    /// <summary>The row; null where there is none, be it that the table is still to be made.</summary>
    public async Task<CheckpointRow?> ReadAsync(CancellationToken cancellationToken)
    {
        var command = store.Database.CreateCommand(Read);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = store.Consumer });
        try
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                ? new CheckpointRow(
                    reader.GetString(0),
                    (uint)reader.GetInt64(1),
                    (uint)reader.GetInt64(2),
                    Lsn.Parse(reader.GetString(3)),
                    reader.GetInt64(4),
                    Lsn.Parse(reader.GetString(5)),
                    Position(reader, 6),
                    Position(reader, 7),
                    reader.IsDBNull(8) ? null : reader.GetString(8))
                : null;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return null;
        }
    }

    /// <summary>Begins an epoch as was decided. From here on no earlier instance's write counts.</summary>
    /// <param name="start">What was decided upon.</param>
    /// <param name="decision">Where to begin.</param>
    /// <param name="finished">How far this process knows everything to be finished, be it not written yet; of a source that begins, what it is to begin behind.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<(long Epoch, Lsn Position)> BeginAsync(StartState start, StartDecision decision, Lsn finished, CancellationToken cancellationToken)
    {
        var position = decision.Position.ToString();
        object[] values = decision.Outcome switch
        {
            StartOutcome.Fresh => [store.Consumer, store.Source, start.SystemIdentifier, (long)start.DatabaseOid, (long)start.Timeline, position, finished.ToString()],
            _ when decision.Position < start.Checkpoint!.Position || decision.Outcome == StartOutcome.GapAccepted =>
                [store.Consumer, store.Source, (long)start.Timeline, position, decision.Outcome == StartOutcome.GapAccepted],
            _ => [store.Consumer, store.Source, (long)start.Timeline, finished.ToString()],
        };
        var sql = values.Length switch { 7 => Insert, 5 => MoveTo, _ => Continue };
        var batch = Batch(sql, values);
        await using var _ = batch.ConfigureAwait(false);
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? (reader.GetInt64(0), Lsn.Parse(reader.GetString(1)))
            : throw new IOException($"The checkpoint of '{store.Consumer}' was removed while the source was starting.");
    }

    /// <summary>Writes how far everything is finished.</summary>
    /// <returns>False where a later epoch has begun, or somebody else has moved the position further, and nothing was written.</returns>
    public async Task<bool> WriteAsync(long epoch, Lsn position, CancellationToken cancellationToken)
    {
        var sql = Mutants.Are(Mutant.HasNoFence) ? Advance.Replace("epoch = $3", "$3 > 0", StringComparison.Ordinal) : Advance;
        var batch = Batch(sql, position.ToString(), store.Consumer, epoch);
        await using var _ = batch.ConfigureAwait(false);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return batch.BatchCommands[1].RecordsAffected == 1;
    }

    /// <summary>
    /// One transaction, in one round trip. It is durable when it is committed, whatever role and database say about that: the server is told next to forget what is
    /// behind it.
    /// </summary>
    private NpgsqlBatch Batch(string sql, params object[] values)
    {
        var batch = store.Database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_catalog.set_config('synchronous_commit', 'on', true)"));
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        batch.BatchCommands.Add(command);
        return batch;
    }

    private static Lsn? Position(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : Lsn.Parse(reader.GetString(ordinal));
}
