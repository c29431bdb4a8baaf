using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters.Parking;

/// <summary>Runs the statements of <see cref="ParkedSql"/>: one transaction each, in one round trip, durable when it is committed whatever role and database say about that.</summary>
/// <param name="store">Where they are run.</param>
/// <param name="epoch">The time in which this instance may write.</param>
internal sealed class EpochStatement(IWorkerStore store, Epoch epoch)
{
    /// <returns>What <paramref name="read"/> makes of each row that answers something beside whether the epoch is the current one.</returns>
    public ValueTask<IReadOnlyList<T>> RunAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancelled, params object?[] values) => RunAsync(null, sql, read, cancelled, values);

    /// <summary>Runs a statement that sees what was committed until it had its locks.</summary>
    /// <returns>As <see cref="RunAsync{T}(string, Func{NpgsqlDataReader, T}, CancellationToken, object?[])"/>.</returns>
    public async ValueTask<IReadOnlyList<T>> RunAsync<T>(string? locks, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancelled, params object?[] values)
    {
        var batch = store.Database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_catalog.set_config('synchronous_commit', 'on', true)"));
        if (locks is not null)
        {
            batch.BatchCommands.Add(Command(locks, values));
        }

        batch.BatchCommands.Add(Command(epoch.Fence.In(sql), values));
        List<T> answers = [];
        var isActive = false;
        var reader = await batch.ExecuteReaderAsync(cancelled).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            for (var i = 1; i < batch.BatchCommands.Count; i++)
            {
                await reader.NextResultAsync(cancelled).ConfigureAwait(false);
            }

            while (await reader.ReadAsync(cancelled).ConfigureAwait(false))
            {
                isActive = reader.GetBoolean(0);
                if (reader.FieldCount > 1 && !reader.IsDBNull(1))
                {
                    answers.Add(read(reader));
                }
            }

            // An error of the commit comes with the end.
            await reader.NextResultAsync(cancelled).ConfigureAwait(false);
        }

        if (!isActive)
        {
            await epoch.EndAndStayAsync(cancelled).ConfigureAwait(false);
        }

        return answers;
    }

    private NpgsqlBatchCommand Command(string sql, object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in (object?[])[store.Consumer, epoch.Number, .. values])
        {
            command.Parameters.Add(value is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text } : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
