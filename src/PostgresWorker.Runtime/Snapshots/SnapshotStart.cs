using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Generated;
using PostgresWorker.Store;

namespace PostgresWorker.Snapshots;

/// <summary>What <see cref="SourceOptions.StartFrom"/> means for a source that has no checkpoint.</summary>
/// <param name="database">The source's database.</param>
/// <param name="store">Where snapshots are asked for.</param>
/// <param name="options">The source's options.</param>
/// <param name="routes">Its listeners.</param>
internal sealed class SnapshotStart(NpgsqlDataSource database, IWorkerStore store, SourceOptions options, IReadOnlyList<ListenerRoute> routes)
{
    /// <summary>Prepares the beginning. It may be repeated: the checkpoint is written behind it.</summary>
    /// <param name="start">What decides where the source begins.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Everything up to here is not wanted; none where the slot's position says it.</returns>
    /// <exception cref="PostgresWorkerConfigurationException">It can't begin so.</exception>
    public async Task<Lsn> PrepareAsync(StartState start, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(SnapshotSql.Restart, cancellationToken, store.Consumer).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable && options.StartFrom != StartFrom.Snapshot)
        {
            // With Provision = None the schema may be of an older build, where nobody asks for snapshots.
        }

        switch (options.StartFrom)
        {
            case StartFrom.Snapshot:
                await RequestAsync(cancellationToken).ConfigureAwait(false);
                return Lsn.None;
            case StartFrom.Lsn:
                return InSlot(start, Lsn.Parse(options.StartFromLsn!));
            default:
                return Lsn.None;
        }
    }

    private Lsn InSlot(StartState start, Lsn wanted)
    {
        var confirmed = start.State!.Confirmed!.Value;
        var reason = wanted < confirmed ? $"slot '{start.Slot}' stands at {confirmed}, and what was committed before can't be had from it"
            : wanted > start.WalEnd ? $"the server has written no further than {start.WalEnd}"
            : null;
        return reason is null ? wanted : throw new PostgresWorkerConfigurationException(
            store.Source, [new Finding("start_lsn", $"The source is to start from {wanted} (StartFromLsn), but {reason}. Give a position that the slot has, or start otherwise.")]);
    }

    private async Task RequestAsync(CancellationToken cancellationToken)
    {
        var tables = new SnapshotTables(database, routes);
        var findings = await tables.InspectAsync(cancellationToken).ConfigureAwait(false);
        if (findings.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(store.Source, findings);
        }

        await ExecuteAsync(
            SnapshotSql.RequestAtStart, cancellationToken, store.Consumer, store.Source, Array.ConvertAll(tables.All.ToArray(), table => table.Schema), Array.ConvertAll(tables.All.ToArray(), table => table.Name)).ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        var command = store.Database.CreateCommand(sql);
        await using var _ = command.ConfigureAwait(false);
        foreach (var value in values)
        {
            command.Parameters.Add(value is string[] texts ? new NpgsqlParameter { Value = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } : new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
