using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Store;

namespace PostgresWorker.Sharding;

/// <summary>Reads and writes a consumer's row in <c>postgres_worker.shards</c>. A consumer that was never divided has none.</summary>
/// <param name="database">The store.</param>
/// <param name="consumer">The slot's name without that of a shard.</param>
internal sealed class ShardTable(NpgsqlDataSource database, string consumer)
{
    private const string Table = $"\"{StoreSchema.Name}\".\"shards\"";

    private const string Select = $"SELECT s.count, s.next, s.hand_over::text, s.previous FROM {Table} s WHERE s.consumer = $1";

    private const string Insert = $"INSERT INTO {Table} (consumer, count) VALUES ($1, $2) ON CONFLICT DO NOTHING";

    private const string Begin = $"UPDATE {Table} SET next = $3, hand_over = NULL WHERE consumer = $1 AND count = $2";

    private const string Decide = $"UPDATE {Table} SET hand_over = $4::pg_lsn WHERE consumer = $1 AND count = $2 AND next = $3";

    private const string Undo = $"UPDATE {Table} SET next = NULL, hand_over = NULL WHERE consumer = $1 AND count = $2";

    // What is recorded of handled changes outlives its number by a minute, as it does the checkpoint: a statement of a listener's transaction may still be under way.
    private const string Forget =
        $"""
        WITH over AS (
            UPDATE {Table} SET previous = NULL WHERE consumer = $1 AND previous = $2 AND changed_at < pg_catalog.clock_timestamp() - interval '1 minute' RETURNING 1),
        removed AS (DELETE FROM "{StoreSchema.Name}"."handled_changes" h WHERE h.consumer = ANY ($3) AND EXISTS (SELECT FROM over))
        SELECT EXISTS (SELECT FROM over)
        """;

    /// <summary>The row; null where there is none, be it that the table is still to be made.</summary>
    public async Task<ShardState?> ReadAsync(CancellationToken cancellationToken)
    {
        var command = Command(Select);
        await using var _ = command.ConfigureAwait(false);
        try
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var __ = reader.ConfigureAwait(false);
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                ? new ShardState(reader.GetInt32(0), Number(reader, 1), reader.IsDBNull(2) ? null : Lsn.Parse(reader.GetString(2)), Number(reader, 3))
                : null;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InsufficientPrivilege)
        {
            // What rights are lacking is found and named elsewhere.
            return null;
        }
    }

    /// <summary>A consumer runs with so many shards, unless it does with others already.</summary>
    public Task CreateAsync(int count, CancellationToken cancellationToken) => ExecuteAsync(Insert, cancellationToken, count);

    /// <summary>A change begins.</summary>
    public Task BeginAsync(int count, int next, CancellationToken cancellationToken) => ExecuteAsync(Begin, cancellationToken, count, next);

    /// <summary>Nobody delivers anything behind a position any more but the shards of the next number.</summary>
    public async Task DecideAsync(int count, int next, Lsn handOver, CancellationToken cancellationToken)
    {
        if (await ExecuteAsync(Decide, cancellationToken, count, next, handOver.ToString()).ConfigureAwait(false) != 1)
        {
            throw new IOException($"The change of the shards of '{consumer}' was ended by somebody else.");
        }
    }

    /// <summary>The change that was begun is none.</summary>
    public Task UndoAsync(int count, CancellationToken cancellationToken) => ExecuteAsync(Undo, cancellationToken, count);

    /// <summary>Nothing is left of the number before but what is recorded of it, which is removed when it is of no use.</summary>
    /// <returns>Whether that is so.</returns>
    public async Task<bool> ForgetAsync(int previous, CancellationToken cancellationToken)
    {
        var command = Command(Forget);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = previous });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Shard.Slots(consumer, previous) });
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        var command = Command(sql);
        await using var _ = command.ConfigureAwait(false);
        foreach (var value in values)
        {
            command.Parameters.Add(value is int number ? new NpgsqlParameter { Value = number, NpgsqlDbType = NpgsqlDbType.Integer } : new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = consumer });
        return command;
    }

    private static int? Number(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetInt32(ordinal);
}
