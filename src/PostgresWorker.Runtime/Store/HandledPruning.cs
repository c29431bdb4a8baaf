using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Observability;

namespace PostgresWorker.Store;

/// <summary>
/// Removes the records of changes that can't come again: those behind the checkpoint of a minute ago. That minute is for statements of an instance whose epoch is over, which
/// must still find what they are too late for. The record of a change that is a dead letter stays: it comes again when somebody asks for it.
/// </summary>
internal sealed class HandledPruning(IWorkerStore store, TimeProvider time, ILogger logger)
{
    internal const int Group = 5000;

    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const string Delete =
        """
        DELETE FROM "postgres_worker"."handled_changes" WHERE ctid = ANY (ARRAY(
            SELECT h.ctid FROM "postgres_worker"."handled_changes" h
            WHERE h.consumer = $1 AND h.commit_lsn < $2::pg_catalog.pg_lsn
                AND NOT EXISTS (
                    SELECT FROM "postgres_worker"."dead_letters" d
                    WHERE d.consumer = h.consumer AND d.listener = h.listener AND d.commit_lsn = h.commit_lsn AND d.change_lsn = h.change_lsn AND d.ordinal = h.ordinal)
            ORDER BY h.commit_lsn LIMIT $3))
        """;

    // The records of rows of snapshots, once no snapshot of the consumer is under way or was a minute ago, nor any letter of one is left.
    private const string DeleteOfSnapshots =
        $"""
        DELETE FROM "postgres_worker"."handled_changes" WHERE ctid = ANY (ARRAY(
            SELECT h.ctid FROM "postgres_worker"."handled_changes" h
            WHERE h.consumer = $1 AND h.commit_lsn >= '{RecordedPosition.FirstOfSnapshots}'::pg_catalog.pg_lsn
                AND NOT EXISTS (
                    SELECT FROM "postgres_worker"."snapshots" s
                    WHERE s.consumer = $1 AND (s.finished_at IS NULL OR s.finished_at > pg_catalog.clock_timestamp() - interval '1 minute'))
                AND NOT EXISTS (SELECT FROM "postgres_worker"."dead_letters" d WHERE d.consumer = $1 AND d.wire ->> 'snapshot' IS NOT NULL)
            LIMIT $2))
        """;

    private Lsn _noted;
    private long _notedAt = time.GetTimestamp();

    /// <summary>Called when a checkpoint was written; removes a group at a time, and nothing most of the time.</summary>
    /// <returns>How many were removed.</returns>
    public async ValueTask<int> AfterAsync(Lsn checkpoint, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_notedAt) < Interval)
        {
            return 0;
        }

        var removed = 0;
        try
        {
            removed = _noted == Lsn.None ? 0 : await RemoveAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            // The checkpoint is written, and records that stay do no harm. A minute later it is tried again.
            Log.HandledNotPruned(logger, e, store.Source);
        }

        if (removed < Group)
        {
            (_noted, _notedAt) = (checkpoint, time.GetTimestamp());
        }

        return removed;
    }

    private async ValueTask<int> RemoveAsync(CancellationToken cancellationToken)
    {
        var command = store.Database.CreateCommand(Delete);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter { Value = store.Consumer });
        command.Parameters.Add(new NpgsqlParameter { Value = _noted.ToString() });
        command.Parameters.Add(new NpgsqlParameter { Value = Group });
        var removed = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        var ofSnapshots = store.Database.CreateCommand(DeleteOfSnapshots);
        await using var __ = ofSnapshots.ConfigureAwait(false);
        ofSnapshots.Parameters.Add(new NpgsqlParameter { Value = store.Consumer });
        ofSnapshots.Parameters.Add(new NpgsqlParameter { Value = Group });
        return Math.Max(removed, await ofSnapshots.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false));
    }
}
