using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Outbox;
using PostgresWorker.Store;

namespace PostgresWorker.Sharding;

/// <summary>
/// The instances that share a source's shards, in the table of those that share an outbox. Nothing rests upon it but how many there are: slots exclude by themselves. So one that is not heard of for a moment is
/// no instance for that moment, and nothing is taken from it.
/// </summary>
internal sealed class ShardInstances(NpgsqlDataSource database, string consumer)
{
    /// <summary>After how long a silence others take what is free; that of two beats that were late, and short of what a taking over may last.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1.5);

    private const string Wants = "shards ";

    private const string Instances = $"\"{StoreSchema.Name}\".\"instances\"";

    private const string Prolong = $"UPDATE {Instances} SET expires_at = pg_catalog.clock_timestamp() + $3, asked = $4 WHERE consumer = $1 AND id = $2 RETURNING id";

    private const string RemoveExpired =
        $"DELETE FROM {Instances} WHERE id IN (SELECT i.id FROM {Instances} i WHERE i.consumer = $1 AND i.expires_at < pg_catalog.clock_timestamp() FOR UPDATE SKIP LOCKED)";

    private const string List = $"SELECT i.id, i.wanted, i.asked::text FROM {Instances} i WHERE i.consumer = $1 AND i.wanted LIKE '{Wants}%' ORDER BY i.id";

    private const string Leave = $"DELETE FROM {Instances} WHERE consumer = $1 AND id = $2";

    private readonly InstanceTable _table = new(database, consumer);

    /// <summary>Adds an instance, and gives its number.</summary>
    public async Task<long> JoinAsync(int shards, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");
        return (await _table.JoinAsync(name, string.Create(CultureInfo.InvariantCulture, $"{Wants}{shards}"), Lease, null, cancellationToken).ConfigureAwait(false)).Id;
    }

    /// <summary>Says that an instance is there, and up to where somebody waits there.</summary>
    /// <returns>All that are; null where this one was taken for gone.</returns>
    public async Task<IReadOnlyList<ShardInstance>?> BeatAsync(long instance, Lsn asked, CancellationToken cancellationToken)
    {
        var batch = database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);

        // What a crash of the server undoes is said again.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_catalog.set_config('synchronous_commit', 'off', true)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Prolong)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = consumer },
                new NpgsqlParameter<long> { TypedValue = instance },
                new NpgsqlParameter<TimeSpan> { TypedValue = Lease, NpgsqlDbType = NpgsqlDbType.Interval },
                new() { Value = asked == Lsn.None ? DBNull.Value : new NpgsqlLogSequenceNumber(asked.Value), NpgsqlDbType = NpgsqlDbType.PgLsn },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(RemoveExpired) { Parameters = { new NpgsqlParameter<string> { TypedValue = consumer } } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(List) { Parameters = { new NpgsqlParameter<string> { TypedValue = consumer } } });
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var isKnown = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        List<ShardInstance> all = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var shards = int.Parse(reader.GetString(1).AsSpan(Wants.Length), CultureInfo.InvariantCulture);
            all.Add(new ShardInstance(reader.GetInt64(0), shards, reader.IsDBNull(2) ? Lsn.None : Lsn.Parse(reader.GetString(2))));
        }

        return isKnown ? all : null;
    }

    /// <summary>Removes an instance.</summary>
    public async Task LeaveAsync(long instance, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Leave);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = consumer });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = instance });
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
