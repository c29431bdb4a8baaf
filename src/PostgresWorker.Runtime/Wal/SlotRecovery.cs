using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Observability;
using PostgresWorker.Snapshots;
using PostgresWorker.Store;
using PostgresWorker.Telemetry;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Wal;

/// <summary>
/// What <see cref="OnSlotLost.Resnapshot"/> does when changes are missing: makes the slot anew, accepts the gap and asks for the tables' rows. In this order, for a slot without the rest is found to be another one than the checkpoint's and it is
/// done again, while a gap that is accepted is not found again: so that and the request are one transaction.
/// </summary>
/// <param name="database">The source's database.</param>
/// <param name="store">Where checkpoint and snapshots are.</param>
/// <param name="start">Knows whether changes are missing.</param>
/// <param name="options">The source's options.</param>
/// <param name="tables">What is read again.</param>
/// <param name="telemetry">Where it is counted.</param>
/// <param name="logger">Where it is said.</param>
internal sealed class SlotRecovery(
    NpgsqlDataSource database, IWorkerStore store, CheckpointedStart start, SourceOptions options, SnapshotTables tables, SourceTelemetry telemetry, ILogger logger)
{
    private readonly string _slot = SlotName.For(store.Source, options);

    /// <summary>Looks whether changes are missing, and does it then.</summary>
    /// <returns>Whether that was so.</returns>
    /// <exception cref="PostgresWorkerConfigurationException">A table can't be read again; said before it is needed.</exception>
    public async Task<bool> RecoverAsync(CancellationToken cancellationToken)
    {
        var findings = await tables.InspectAsync(cancellationToken).ConfigureAwait(false);
        if (findings.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(store.Source, findings, "can't read its tables again, as OnSlotLost = Resnapshot asks, if its slot is lost");
        }

        if (await start.FindGapAsync(cancellationToken).ConfigureAwait(false) is null)
        {
            return false;
        }

        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);

        // One instance at a time: the slot that is dropped must not be the one that another has just made. Returning the connection to its pool unlocks.
        await ExecuteAsync(connection, "SELECT pg_catalog.pg_advisory_lock(pg_catalog.hashtextextended('postgres_worker slot ' || $1, 0))", cancellationToken).ConfigureAwait(false);
        if (await start.FindGapAsync(cancellationToken).ConfigureAwait(false) is not { } gap)
        {
            return true;
        }

        if (gap.State is { IsLost: true })
        {
            await ExecuteAsync(connection, "SELECT pg_catalog.pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots WHERE slot_name = $1 AND wal_status = 'lost' AND NOT active", cancellationToken).ConfigureAwait(false);
        }

        // Without a publication it would see none of what is written before that is made; who makes that makes the slot behind it.
        if (gap is { HasPublication: true, State: null or { IsLost: true } })
        {
            await ExecuteAsync(connection, SlotInspection.Create(options.Failover), cancellationToken).ConfigureAwait(false);
        }

        await AcceptAsync(gap.Checkpoint!.Position, cancellationToken).ConfigureAwait(false);
        telemetry.Resnapshot();
        Log.SlotResnapshot(logger, store.Source, _slot, gap.Checkpoint.Position, string.Join(", ", tables.All));
        return true;
    }

    /// <summary>The gap is accepted and all rows are asked for, or neither.</summary>
    private async Task AcceptAsync(Lsn position, CancellationToken cancellationToken)
    {
        var batch = store.Database.CreateBatch();
        await using var _ = batch.ConfigureAwait(false);
        Add(batch, """SELECT "postgres_worker"."accept_gap"($1, $2::pg_lsn)""", store.Consumer, position.ToString());
        Add(batch, SnapshotSql.Restart, store.Consumer);
        Add(batch, SnapshotSql.RequestAtStart, store.Consumer, store.Source, Array.ConvertAll(tables.All.ToArray(), table => table.Schema), Array.ConvertAll(tables.All.ToArray(), table => table.Name));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is string[] texts ? new NpgsqlParameter { Value = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } : new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // A new slot waits for every transaction that has written.
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0, Parameters = { new() { Value = _slot, NpgsqlDbType = NpgsqlDbType.Text } } };
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
