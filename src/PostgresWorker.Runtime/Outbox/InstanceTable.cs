using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Store;

namespace PostgresWorker.Outbox;

/// <summary>
/// The instances that share an outbox, in <c>postgres_worker.instances</c>, and the lanes that each holds, in <c>postgres_worker.lanes</c>. One that has not been heard of for as long as
/// its lease is removed by the others, by the database's clock; from then on nothing that it writes counts.
/// </summary>
internal sealed class InstanceTable(NpgsqlDataSource database, string consumer)
{
    private const string Instances = $"\"{StoreSchema.Name}\".\"instances\"", Lanes = $"\"{StoreSchema.Name}\".\"lanes\"";

    private const string Insert =
        $"INSERT INTO {Instances} (consumer, name, started_at, expires_at, wanted) VALUES ($1, $2, coalesce($5, pg_catalog.clock_timestamp()), pg_catalog.clock_timestamp() + $3, $4) RETURNING id, started_at";

    // A position that is said of fewer lanes than the instance has, as lanes were taken since, is not taken down.
    private const string Handled = "handled = CASE WHEN claims = $3 THEN $4 ELSE handled END";

    private const string Prolong = $"UPDATE {Instances} SET expires_at = pg_catalog.clock_timestamp() + $5, {Handled} WHERE consumer = $1 AND id = $2 RETURNING claims";

    private const string Say = $"UPDATE {Instances} SET {Handled} WHERE consumer = $1 AND id = $2";

    private const string Ask = $"UPDATE {Instances} SET asked = $3 WHERE consumer = $1 AND id = $2";

    // As far as the last of all lanes' owners is; none while a lane has no owner, or one that has not said it since it took lanes.
    private const string HandledByAll =
        $"SELECT CASE WHEN pg_catalog.count(i.handled) = 256 THEN pg_catalog.min(i.handled) END FROM {Lanes} l LEFT JOIN {Instances} i ON i.id = l.owner WHERE l.consumer = $1";

    // One whose write is under way is waited for, but not by the others' leases.
    private const string RemoveExpired =
        $"""
        DELETE FROM {Instances} WHERE id IN (SELECT i.id FROM {Instances} i WHERE i.consumer = $1 AND i.expires_at < pg_catalog.clock_timestamp() FOR UPDATE SKIP LOCKED)
            AND EXISTS (SELECT FROM {Instances} me WHERE me.id = $2)
        RETURNING id, name
        """;

    private const string FreeOwnerless =
        $"UPDATE {Lanes} l SET owner = NULL WHERE l.consumer = $1 AND l.owner IS NOT NULL AND NOT EXISTS (SELECT FROM {Instances} i WHERE i.id = l.owner)";

    // An instance of another release would finish changes for whose listeners it has no method.
    private const string Newest =
        $"SELECT i.id FROM {Instances} i WHERE i.consumer = $1 AND i.wanted IS NOT DISTINCT FROM (SELECT n.wanted FROM {Instances} n WHERE n.consumer = $1 ORDER BY n.started_at DESC, n.id DESC LIMIT 1) ORDER BY i.id";

    private const string Claim =
        $"""
        WITH me AS MATERIALIZED (SELECT FROM {Instances} i WHERE i.consumer = $1 AND i.id = $2 FOR NO KEY UPDATE),
        taken AS (
            UPDATE {Lanes} l SET owner = $2, epoch = l.epoch + 1
            WHERE l.consumer = $1 AND EXISTS (SELECT FROM me)
                AND l.lane IN (SELECT f.lane FROM {Lanes} f WHERE f.consumer = $1 AND f.owner IS NULL ORDER BY f.lane LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING 1)
        UPDATE {Instances} i SET claims = i.claims + 1, handled = NULL WHERE i.consumer = $1 AND i.id = $2 AND EXISTS (SELECT FROM taken)
        """;

    private const string Owned = $"SELECT i.claims, ARRAY(SELECT l.lane FROM {Lanes} l WHERE l.consumer = $1 AND l.owner = $2) FROM {Instances} i WHERE i.consumer = $1 AND i.id = $2";

    private const string Free = $"UPDATE {Lanes} SET owner = NULL WHERE consumer = $1 AND owner = $2 AND lane = ANY ($3)";

    private const string Leave = $"DELETE FROM {Instances} WHERE consumer = $1 AND id = $2";

    /// <summary>Adds an instance.</summary>
    /// <param name="name">Its name for people.</param>
    /// <param name="wanted">What it wants of the outbox.</param>
    /// <param name="lease">For how long it is one without being heard of.</param>
    /// <param name="startedAt">When its process came first, where it was another instance before; null for now.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Its number, which no other has ever had, and when its process came first, by the database's clock.</returns>
    public async Task<(long Id, DateTimeOffset StartedAt)> JoinAsync(string name, string wanted, TimeSpan lease, DateTimeOffset? startedAt, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Insert);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = consumer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(Interval(lease));
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = wanted });
        command.Parameters.Add(new() { Value = startedAt as object ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1));
    }

    /// <summary>Prolongs the instance's lease, and says how far it is.</summary>
    /// <returns>Null where the instance was removed.</returns>
    public async Task<Renewal?> RenewAsync(long instance, TimeSpan lease, Mark? handled, CancellationToken cancellationToken)
    {
        var batch = database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(Command(Prolong, instance, [.. Parameters(handled), Interval(lease)]));
        batch.BatchCommands.Add(Command(HandledByAll, null));
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var claims = reader.GetInt64(0);
        return new Renewal(claims, await NextPositionAsync(reader, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Says how far the instance is, and for what somebody waits there, and asks how far all are.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="handled">How far it is; null where that was said.</param>
    /// <param name="asked">For what somebody waits; none where nobody does.</param>
    /// <param name="isAnother">Whether that was another before.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Up to where all instances together have handled the outbox; none where that is not known.</returns>
    public async Task<Lsn> ExchangeAsync(long instance, Mark? handled, Lsn asked, bool isAnother, CancellationToken cancellationToken)
    {
        var batch = database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);

        // What a crash of the server undoes is said again: not worth to wait for its disk.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_catalog.set_config('synchronous_commit', 'off', true)"));
        if (handled is not null)
        {
            batch.BatchCommands.Add(Command(Say, instance, Parameters(handled)));
        }

        if (isAnother)
        {
            batch.BatchCommands.Add(Command(Ask, instance, Position(asked)));
        }

        batch.BatchCommands.Add(Command(HandledByAll, null));
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        return await NextPositionAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes instances whose lease has run out.</summary>
    /// <returns>The instances of the newest release, which share the lanes, and those that were removed.</returns>
    public async Task<(IReadOnlyList<long> Sharing, IReadOnlyList<(long Id, string Name)> Removed)> TidyAsync(long instance, CancellationToken cancellationToken)
    {
        var batch = database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(Command(RemoveExpired, instance));
        batch.BatchCommands.Add(Command(FreeOwnerless, null));
        batch.BatchCommands.Add(Command(Newest, null));
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<(long Id, string Name)> removed = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            removed.Add((reader.GetInt64(0), reader.GetString(1)));
        }

        // The update gives no result.
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        List<long> sharing = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            sharing.Add(reader.GetInt64(0));
        }

        return (sharing, removed);
    }

    /// <summary>Takes lanes that nobody has, so many at most. How far the instance was is forgotten with that, for in these it may not be.</summary>
    /// <returns>All lanes of the instance: one that it took before, and did not hear of, would be nobody's as long as it lives.</returns>
    public async Task<Claimed> ClaimAsync(long instance, int count, CancellationToken cancellationToken)
    {
        var batch = database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        batch.BatchCommands.Add(Command(Claim, instance, new NpgsqlParameter<int> { TypedValue = count }));
        batch.BatchCommands.Add(Command(Owned, instance));

        // The update gives no result.
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? new Claimed(reader.GetInt64(0), reader.GetFieldValue<short[]>(1)) : new Claimed(0, []);
    }

    /// <summary>Gives lanes up.</summary>
    public Task FreeAsync(long instance, short[] lanes, CancellationToken cancellationToken) =>
        ExecuteAsync(cancellationToken, Command(Free, instance, new NpgsqlParameter<short[]> { TypedValue = lanes }));

    /// <summary>Removes the instance: its lanes are anybody's.</summary>
    public Task LeaveAsync(long instance, CancellationToken cancellationToken) =>
        ExecuteAsync(cancellationToken, Command(Leave, instance), Command(FreeOwnerless, null));

    private async Task ExecuteAsync(CancellationToken cancellationToken, params NpgsqlBatchCommand[] commands)
    {
        var batch = database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        Array.ForEach(commands, batch.BatchCommands.Add);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private NpgsqlBatchCommand Command(string sql, long? instance, params NpgsqlParameter[] others)
    {
        var command = new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<string> { TypedValue = consumer } } };
        if (instance is { } id)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        }

        Array.ForEach(others, other => command.Parameters.Add(other));
        return command;
    }

    // Updates give no result.
    private static async Task<Lsn> NextPositionAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var position = await reader.IsDBNullAsync(0, cancellationToken).ConfigureAwait(false) ? Lsn.None : new Lsn((ulong)reader.GetFieldValue<NpgsqlLogSequenceNumber>(0));

        // An error of the commit comes with the end.
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return position;
    }

    private static NpgsqlParameter[] Parameters(Mark? handled) => [new NpgsqlParameter<long> { TypedValue = handled?.Claims ?? -1 }, Position(handled?.Position ?? Lsn.None)];

    private static NpgsqlParameter Position(Lsn position) =>
        new() { Value = position == Lsn.None ? DBNull.Value : new NpgsqlLogSequenceNumber(position.Value), NpgsqlDbType = NpgsqlDbType.PgLsn };

    private static NpgsqlParameter<TimeSpan> Interval(TimeSpan value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Interval };
}
