using System.Data.Common;
using System.Globalization;
using Npgsql;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Store;

/// <summary>
/// The records in <c>postgres_worker.handled_changes</c>, written in the very transaction of what a listener did: whatever comes again is recognised, until the checkpoint
/// has passed it.
/// </summary>
/// <param name="consumer">Who reads.</param>
/// <param name="epoch">The time in which this instance may write.</param>
internal sealed class HandledChanges(string consumer, Epoch epoch)
{
    // The time at which a transaction began tells it from others of the connection, and costs nothing; to number it (xid) would.
    private const string Begun = "(extract(epoch FROM pg_catalog.transaction_timestamp()) * 1000000)::bigint";

    private const string Ids =
        """
        ROWS FROM (
            pg_catalog.unnest(pg_catalog.string_to_array($4, ',')::pg_catalog.pg_lsn[]),
            pg_catalog.unnest(pg_catalog.string_to_array($5, ',')::pg_catalog.pg_lsn[]),
            pg_catalog.unnest(pg_catalog.string_to_array($6, ',')::int[])) WITH ORDINALITY AS i (commit_lsn, change_lsn, ordinal, place)
        """;

    private readonly string _find =
        $"""
        SELECT {epoch.Fence.IsCurrent}, {Begun}, pg_catalog.current_setting('transaction_read_only')::boolean,
               (SELECT pg_catalog.string_agg((i.place - 1)::text, ',') FROM {Ids}
                JOIN "postgres_worker"."handled_changes" h
                ON h.consumer = $1 AND h.listener = $3 AND h.commit_lsn = i.commit_lsn AND h.change_lsn = i.change_lsn AND h.ordinal = i.ordinal)
        """;

    private readonly string _record =
        $"""
        WITH facts AS (SELECT {epoch.Fence.IsCurrent} AS is_current, {Begun} = $7 AS is_same),
        recorded AS (
            INSERT INTO "postgres_worker"."handled_changes" (consumer, listener, epoch, commit_lsn, change_lsn, ordinal)
            SELECT $1, $3, $2, i.commit_lsn, i.change_lsn, i.ordinal FROM facts, {Ids} WHERE facts.is_current AND facts.is_same
            RETURNING 1)
        SELECT is_current, is_same, (SELECT pg_catalog.count(*) FROM recorded) FROM facts
        """;

    public Epoch Epoch => epoch;

    /// <summary>Finds out, within the transaction, what of the changes has been handled before.</summary>
    /// <returns>What tells the transaction from others, and the places of those changes.</returns>
    /// <exception cref="EpochOverException">Another instance is active.</exception>
    /// <exception cref="IOException">Nothing can be written in the transaction.</exception>
    public async Task<(long Begun, IReadOnlySet<int> Handled)> FindAsync(DbConnection connection, DbTransaction transaction, IRouted routed, CancellationToken cancellationToken)
    {
        var command = Command(connection, transaction, _find, routed);
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!reader.GetBoolean(0))
        {
            throw new EpochOverException(epoch.Number);
        }

        if (reader.GetBoolean(2))
        {
            // Before the listener is called: in the middle of a failover its attempts would be used up by it.
            throw new IOException("Transactions are read-only here: the server is a standby, or default_transaction_read_only is on for the role or database.");
        }

        var places = await reader.IsDBNullAsync(3, cancellationToken).ConfigureAwait(false) ? [] : reader.GetString(3).Split(',');
        return (reader.GetInt64(1), new HashSet<int>(Array.ConvertAll(places, place => int.Parse(place, CultureInfo.InvariantCulture))));
    }

    /// <summary>Records, within the transaction, that the changes are handled.</summary>
    /// <returns>False where it is another transaction than the one in which <see cref="FindAsync"/> looked; nothing is recorded then.</returns>
    /// <exception cref="EpochOverException">Another instance is active; nothing is recorded.</exception>
    /// <exception cref="IOException">Another instance has handled one of them meanwhile, as the next attempt will find.</exception>
    public async Task<bool> RecordAsync(DbConnection connection, DbTransaction transaction, IRouted routed, long begun, CancellationToken cancellationToken)
    {
        var command = Command(connection, transaction, _record, routed);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter { Value = begun });
        try
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return !reader.GetBoolean(1) ? false : reader.GetBoolean(0) ? true : throw new EpochOverException(epoch.Number);
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, SchemaName: StoreSchema.Name })
        {
            throw new IOException($"Another instance has handled {routed.Id} meanwhile; what listener {routed.Route.Name} did is undone.", e);
        }
    }

    private DbCommand Command(DbConnection connection, DbTransaction transaction, string sql, IRouted routed)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        var positions = routed.Contexts.Select(RecordedPosition.Of).ToArray();
        object[] values =
        [
            consumer,
            epoch.Number,
            routed.Route.Name,
            string.Join(',', positions.Select(position => position.Commit)),
            string.Join(',', positions.Select(position => position.Change)),
            string.Join(',', positions.Select(position => position.Ordinal)),
        ];
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
