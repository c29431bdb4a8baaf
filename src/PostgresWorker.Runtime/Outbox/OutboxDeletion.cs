using Npgsql;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Store;

namespace PostgresWorker.Outbox;

/// <summary>Deletes changes that are finished, for as long as this instance is one: whoever takes its lanes over removes it first, and waits for a deletion that has begun.</summary>
/// <param name="database">The outbox's database.</param>
/// <param name="names">Its names.</param>
/// <param name="epoch">This instance.</param>
/// <param name="hasRecords">Whether there are listeners whose transactions record what they handled.</param>
internal sealed class OutboxDeletion(NpgsqlDataSource database, OutboxNames names, Epoch epoch, bool hasRecords)
{
    private const string Active = $"""active AS MATERIALIZED (SELECT FROM "{StoreSchema.Name}"."instances" i WHERE i.consumer = $1 AND i.id = $2 FOR KEY SHARE)""";

    // A record is needed for as long as its change may come again.
    private const string Forget =
        $"""
        WITH {Active}
        DELETE FROM "{StoreSchema.Name}"."handled_changes" h WHERE h.consumer = $1 AND h.commit_lsn = '0/0' AND h.change_lsn = ANY (SELECT '0/0'::pg_catalog.pg_lsn + k.id FROM pg_catalog.unnest($3) k (id))
            AND EXISTS (SELECT FROM active) AND NOT EXISTS (
                SELECT FROM "{StoreSchema.Name}"."dead_letters" d
                WHERE d.consumer = h.consumer AND d.listener = h.listener AND d.commit_lsn = h.commit_lsn AND d.change_lsn = h.change_lsn AND d.ordinal = h.ordinal)
        """;

    /// <exception cref="EpochOverException">This instance was given up; nothing was deleted.</exception>
    public async Task DeleteAsync(IReadOnlyList<OutboxProgress> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var batch = database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);

        // What a crash of the server undoes comes again, and that is all: not worth to wait for its disk.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_catalog.set_config('synchronous_commit', 'off', true), {OutboxPlans.ByIndex}"));
        foreach (var segment in changes.GroupBy(change => OutboxNames.SegmentOf(change.Id)))
        {
            batch.BatchCommands.Add(Delete(segment.Key, Ids(segment)));
        }

        var deletions = batch.BatchCommands.Count - 1;
        if (hasRecords)
        {
            batch.BatchCommands.Add(Command(Forget, Ids(changes)));
        }

        var isActive = true;
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            for (var i = 0; i < deletions; i++)
            {
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                isActive &= await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && reader.GetBoolean(0);
            }

            // An error of the commit comes with the end.
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!isActive)
        {
            await epoch.EndAsync().ConfigureAwait(false);
            throw new EpochOverException(epoch.Number);
        }
    }

    private static long[] Ids(IEnumerable<OutboxProgress> changes)
    {
        var ids = new long[changes.Count()];
        var count = 0;
        foreach (var change in changes)
        {
            ids[count++] = change.Id;
        }

        Array.Sort(ids);
        return ids;
    }

    // Along each range, what is read is held against a hash table of the ids.
    private NpgsqlBatchCommand Delete(int segment, long[] ids)
    {
        var ranges = new IdRanges(ids);
        var command = Command(
            $"""
            WITH {Active}, gone AS (
                DELETE FROM {OutboxNames.ToSql(names.Partition(segment))} o USING ROWS FROM (pg_catalog.unnest($4), pg_catalog.unnest($5)) AS r (first, last)
                WHERE o.id >= r.first AND o.id <= r.last AND {OutboxPlans.Unweighed("o.id = ANY ($3)")} AND EXISTS (SELECT FROM active))
            SELECT EXISTS (SELECT FROM active)
            """,
            ids);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = ranges.Firsts });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = ranges.Lasts });
        return command;
    }

    private NpgsqlBatchCommand Command(string sql, long[] ids) => new(sql)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = names.Consumer },
            new NpgsqlParameter<long> { TypedValue = epoch.Number },
            new NpgsqlParameter<long[]> { TypedValue = ids },
        },
    };
}
