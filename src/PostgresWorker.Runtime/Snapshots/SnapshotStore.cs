using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Store;

namespace PostgresWorker.Snapshots;

/// <summary>A consumer's rows in <c>postgres_worker.snapshots</c>, as the active instance reads and writes them.</summary>
internal sealed class SnapshotStore(IWorkerStore store, Epoch epoch)
{
    /// <summary>The snapshot to read next, but for those of <paramref name="read"/>; null where there is none.</summary>
    public async Task<SnapshotRow?> NextAsync(IReadOnlyCollection<long> read, CancellationToken cancellationToken)
    {
        var command = store.Database.CreateCommand(SnapshotSql.Next);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = store.Consumer });
        command.Parameters.Add(new() { Value = read.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        try
        {
            return await FirstAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // With Provision = None the schema may be of an older build, where nobody asks.
            return null;
        }
    }

    /// <returns>False where the snapshot has ended otherwise.</returns>
    /// <exception cref="EpochOverException">Another instance is active.</exception>
    public Task<bool> BeginAsync(long id, long? estimated, CancellationToken cancellationToken) => WriteAsync(
        SnapshotSql.Begin, cancellationToken, Number(id), new NpgsqlParameter { Value = (object?)estimated ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });

    /// <inheritdoc cref="BeginAsync"/>
    public Task<bool> AdvanceAsync(long id, string[]? key, long rows, bool isDone, CancellationToken cancellationToken) => WriteAsync(
        SnapshotSql.Advance,
        cancellationToken,
        Number(id),
        new NpgsqlParameter { Value = (object?)key ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        Number(rows),
        new NpgsqlParameter { Value = isDone });

    /// <inheritdoc cref="BeginAsync"/>
    public Task<bool> FailAsync(long id, string error, CancellationToken cancellationToken) =>
        WriteAsync(SnapshotSql.Fail, cancellationToken, Number(id), new NpgsqlParameter { Value = error });

    private static async Task<SnapshotRow?> FirstAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? new SnapshotRow(
                reader.GetInt64(0),
                new TableName(reader.GetString(1), reader.GetString(2)),
                reader.GetBoolean(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<string[]>(4),
                reader.GetInt64(5),
                reader.IsDBNull(6) ? null : reader.GetInt64(6),
                reader.GetFieldValue<DateTimeOffset>(7))
            : null;
    }

    private static NpgsqlParameter Number(long value) => new() { Value = value };

    private async Task<bool> WriteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] values)
    {
        var command = store.Database.CreateCommand(epoch.Fence.In(sql));
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = store.Consumer });
        command.Parameters.Add(new() { Value = epoch.Number });
        command.Parameters.AddRange(values);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!reader.GetBoolean(0))
        {
            await epoch.EndAsync().ConfigureAwait(false);
            throw new EpochOverException(epoch.Number);
        }

        return reader.GetBoolean(1);
    }
}
