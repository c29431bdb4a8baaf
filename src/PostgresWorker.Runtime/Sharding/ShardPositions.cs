using Npgsql;
using NpgsqlTypes;

namespace PostgresWorker.Sharding;

/// <summary>How far shards are, whoever reads them: their checkpoints.</summary>
internal sealed class ShardPositions(NpgsqlDataSource store)
{
    /// <summary>The positions of those consumers that have one.</summary>
    public async Task<IReadOnlyDictionary<string, Lsn>> ReadAsync(string[] consumers, CancellationToken cancellationToken)
    {
        var command = store.CreateCommand("""SELECT c.consumer, c.position::text FROM "postgres_worker"."checkpoints" c WHERE c.consumer = ANY ($1)""");
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = consumers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        Dictionary<string, Lsn> positions = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            positions[reader.GetString(0)] = Lsn.Parse(reader.GetString(1));
        }

        return positions;
    }
}
