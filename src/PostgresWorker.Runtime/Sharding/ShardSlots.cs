using Npgsql;
using NpgsqlTypes;

namespace PostgresWorker.Sharding;

/// <summary>The slots of shards, and the server that has them.</summary>
internal sealed class ShardSlots(NpgsqlDataSource database)
{
    // What is no slot of ours is not to be dropped, and not to be waited for.
    private const string Query =
        """
        SELECT s.slot_name::text, s.active, s.confirmed_flush_lsn::text FROM pg_catalog.pg_replication_slots s
        WHERE s.slot_name = ANY ($1) AND s.plugin = 'pgoutput' AND s.database = pg_catalog.current_database()
        """;

    /// <summary>Those of the slots that are there.</summary>
    public async Task<IReadOnlyDictionary<string, ShardSlot>> ReadAsync(string[] names, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = names, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Name });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        Dictionary<string, ShardSlot> slots = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            slots[reader.GetString(0)] = new ShardSlot(reader.GetBoolean(1), reader.IsDBNull(2) ? null : Lsn.Parse(reader.GetString(2)));
        }

        return slots;
    }

    /// <summary>How far the server has written: behind whatever was committed.</summary>
    public async Task<Lsn> WalEndAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand("SELECT pg_catalog.pg_current_wal_insert_lsn()::text");
        await using var _ = command.ConfigureAwait(false);
        return Lsn.Parse((string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
    }

    /// <summary>Has the server write, so that idle streams come to where it stood.</summary>
    public async Task NudgeAsync(CancellationToken cancellationToken)
    {
        var command = database.CreateCommand("SELECT pg_catalog.pg_logical_emit_message(true, 'postgres_worker.shards', '')");
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A slot of a shard.</summary>
/// <param name="IsActive">Somebody reads from it.</param>
/// <param name="Confirmed">Where it stands; null while it is being made.</param>
internal sealed record ShardSlot(bool IsActive, Lsn? Confirmed);
