using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters.Parking;

/// <summary>What <see cref="IDeadLetters"/> asks and tells the database about parked keys.</summary>
internal static class ParkedKeyService
{
    public static async Task<IReadOnlyList<ParkedKey>> ListAsync(WorkerStore store, string? listener, long after, int count, CancellationToken cancellationToken)
    {
        var command = Command(store, ServiceSql.ParkedKeys, (NpgsqlDbType.Text, listener), (NpgsqlDbType.Bigint, after), (NpgsqlDbType.Integer, count));
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<ParkedKey> found = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var hasHead = !reader.IsDBNull(9);
            found.Add(new ParkedKey(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetString(2),
                new TableName(reader.GetString(3), reader.GetString(4)),
                reader.GetString(5),
                reader.GetString(6) == "requested",
                reader.GetFieldValue<DateTimeOffset>(7),
                reader.GetInt64(8),
                hasHead ? reader.GetInt64(9) : null,
                hasHead ? reader.GetInt32(10) : 0,
                hasHead ? reader.GetString(11) : "",
                hasHead ? reader.GetString(12) : ""));
        }

        return found;
    }

    public static async Task<int> ReleaseAsync(WorkerStore store, string listener, string? key, string actor, CancellationToken cancellationToken)
    {
        var command = Command(store, ServiceSql.Release, (NpgsqlDbType.Text, listener), (NpgsqlDbType.Text, key), (NpgsqlDbType.Text, StorableText.Of(actor)));
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="InvalidOperationException">One of the letters is parked.</exception>
    public static async Task RefuseReplayAsync(WorkerStore store, IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        var command = Command(store, ServiceSql.AnyParked, (NpgsqlDbType.Array | NpgsqlDbType.Bigint, ids.ToArray()));
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // The key's text is a row's value, and stands in no message.
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Dead letter {reader.GetInt64(0)} of listener {reader.GetString(1)} is parked: delivered alone it would pass the changes of its key that are before it. Release its key (ReleaseAsync with the letter's ParkedKey), or discard it (DiscardAsync)."));
        }
    }

    private static NpgsqlCommand Command(WorkerStore store, string sql, params (NpgsqlDbType Type, object? Value)[] values)
    {
        var command = store.Database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = store.Consumers });
        foreach (var (type, value) in values)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        }

        return command;
    }
}
