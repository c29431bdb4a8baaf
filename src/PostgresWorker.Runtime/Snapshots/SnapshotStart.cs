using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Generated;
using PostgresWorker.Store;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Snapshots;

/// <summary>What <see cref="SourceOptions.StartFrom"/> means for a source that has no checkpoint.</summary>
/// <param name="database">The source's database.</param>
/// <param name="store">Where snapshots are asked for.</param>
/// <param name="options">The source's options.</param>
/// <param name="routes">Its listeners.</param>
internal sealed class SnapshotStart(NpgsqlDataSource database, IWorkerStore store, SourceOptions options, IReadOnlyList<ListenerRoute> routes)
{
    private const string Inspect =
        """
        SELECT current_user::text, c.oid IS NOT NULL, EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),
               coalesce(pg_catalog.has_table_privilege(c.oid, 'SELECT'), false), coalesce(pg_catalog.row_security_active(c.oid), false)
        FROM (SELECT 1) AS one LEFT JOIN (
            SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')) AS c ON true
        """;

    // Of an earlier life of the consumer: rows that were read then may have changed unseen.
    private const string Restart =
        """UPDATE "postgres_worker"."snapshots" SET state = 'requested', last_key = NULL, rows = 0 WHERE consumer = $1 AND state IN ('requested', 'running')""";

    /// <summary>Prepares the beginning. It may be repeated: the checkpoint is written behind it.</summary>
    /// <param name="start">What decides where the source begins.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Everything up to here is not wanted; none where the slot's position says it.</returns>
    /// <exception cref="PostgresWorkerConfigurationException">It can't begin so.</exception>
    public async Task<Lsn> PrepareAsync(StartState start, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(Restart, cancellationToken, store.Consumer).ConfigureAwait(false);
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
        var tables = new HashSet<TableName>(Array.ConvertAll(routes.Where(route => (route.Kinds & ChangeKinds.Existing) != 0).ToArray(), route => route.Table)).ToArray();
        List<Finding> findings = [];
        foreach (var table in tables)
        {
            findings.AddRange(await InspectAsync(table, cancellationToken).ConfigureAwait(false));
        }

        if (findings.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(store.Source, findings);
        }

        await ExecuteAsync(
            SnapshotSql.RequestAtStart, cancellationToken, store.Consumer, store.Source, Array.ConvertAll(tables, table => table.Schema), Array.ConvertAll(tables, table => table.Name)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<Finding>> InspectAsync(TableName table, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Inspect);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = table.Schema });
        command.Parameters.Add(new() { Value = table.Name });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var role = reader.GetString(0);
        List<Finding> findings = [];
        if (SnapshotFindings.OfTable(table, reader.GetBoolean(1), reader.GetBoolean(2)) is { } finding)
        {
            findings.Add(finding);
        }
        else if (!reader.GetBoolean(3))
        {
            findings.Add(SnapshotFindings.OfRights(table, role));
        }
        else if (reader.GetBoolean(4))
        {
            findings.Add(SnapshotFindings.OfRowSecurity(table, role));
        }

        return findings;
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
