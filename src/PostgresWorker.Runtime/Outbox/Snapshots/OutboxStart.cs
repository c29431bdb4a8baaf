using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Generated;
using PostgresWorker.Outbox.Provisioning;
using PostgresWorker.Snapshots;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Snapshots;

/// <summary>What <see cref="SourceOptions.StartFrom"/> means for an outbox that nobody has read: of several instances one decides, once in its life.</summary>
/// <param name="source">The source's name.</param>
/// <param name="database">Its database.</param>
/// <param name="names">Its outbox.</param>
/// <param name="options">Its options.</param>
/// <param name="routes">Its listeners.</param>
internal sealed class OutboxStart(string source, NpgsqlDataSource database, OutboxNames names, SourceOptions options, IReadOnlyList<ListenerRoute> routes)
{
    private const string IsBegun = """SELECT EXISTS (SELECT FROM "postgres_worker"."begun_outboxes" WHERE consumer = $1 AND incarnation = $2)""";

    private const string Begin = """INSERT INTO "postgres_worker"."begun_outboxes" (consumer, incarnation, start_from) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING""";

    // Of an earlier life of the consumer: what was written of them is gone with the outbox.
    private const string Restart =
        """
        UPDATE "postgres_worker"."snapshots" SET state = 'requested', last_key = NULL, left_keys = '{}', rows = 0, written = 0, is_written = false
        WHERE consumer = $1 AND state IN ('requested', 'running')
        """;

    // The function reads and locks rows with its owner's rights.
    private const string Inspect =
        """
        SELECT coalesce(f.owner, current_user)::text, c.oid IS NOT NULL, EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),
            coalesce(pg_catalog.has_table_privilege(f.owner, c.oid, 'SELECT') AND pg_catalog.has_any_column_privilege(f.owner, c.oid, 'UPDATE'), false),
            coalesce(c.relrowsecurity AND NOT (r.rolsuper OR r.rolbypassrls) AND (c.relforcerowsecurity OR NOT pg_catalog.pg_has_role(f.owner, c.relowner, 'USAGE')), false)
        FROM (SELECT 1) AS one
        LEFT JOIN (SELECT pg_catalog.pg_get_userbyid(p.proowner) AS owner FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'postgres_worker' AND p.proname = $3 LIMIT 1) AS f ON true
        LEFT JOIN pg_catalog.pg_roles r ON r.rolname = f.owner
        LEFT JOIN (
            SELECT c.oid, c.relowner, c.relrowsecurity, c.relforcerowsecurity FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')) AS c ON true
        """;

    /// <summary>Prepares the beginning, where this is one.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">It can't begin so.</exception>
    public async Task PrepareAsync(long incarnation, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        NpgsqlParameter[] Outbox() => [new() { Value = names.Consumer }, new() { Value = incarnation }];
        try
        {
            if (await Command(connection, IsBegun, Outbox()).ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
            {
                return;
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable && options.StartFrom == StartFrom.Now)
        {
            // With Provision = None the schema may be of an older build, where nobody asks.
            return;
        }

        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        if (await Command(connection, Begin, [.. Outbox(), new() { Value = options.StartFrom.ToString() }]).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0)
        {
            await Command(connection, Restart, new NpgsqlParameter { Value = names.Consumer }).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            if (options.StartFrom == StartFrom.Snapshot)
            {
                await RequestAsync(connection, cancellationToken).ConfigureAwait(false);
            }
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RequestAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = new SnapshotTables(database, routes).All;
        List<Finding> findings = [];
        foreach (var table in tables)
        {
            findings.AddRange(await InspectAsync(connection, table, cancellationToken).ConfigureAwait(false) is { } finding ? [finding] : []);
        }

        if (findings.Count > 0)
        {
            throw new PostgresWorkerConfigurationException(source, findings);
        }

        await Command(
            connection,
            SnapshotSql.RequestAtStart,
            new() { Value = names.Consumer },
            new() { Value = source },
            Texts([.. tables.Select(table => table.Schema)]),
            Texts([.. tables.Select(table => table.Name)])).ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<Finding?> InspectAsync(NpgsqlConnection connection, TableName table, CancellationToken cancellationToken)
    {
        var reader = await Command(connection, Inspect, new() { Value = table.Schema }, new() { Value = table.Name }, new() { Value = names.SnapshotFunction })
            .ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var owner = reader.GetString(0);
        return SnapshotFindings.OfTable(table, reader.GetBoolean(1), reader.GetBoolean(2))
            ?? (!reader.GetBoolean(3) ? Rights(table, owner) : reader.GetBoolean(4) ? SnapshotFindings.OfRowSecurity(table, owner) : null);
    }

    private Finding Rights(TableName table, string owner) => new(
        "snapshot_rights",
        $"Role '{owner}', which owns function postgres_worker.{names.SnapshotFunction}, lacks SELECT or UPDATE on {table}: a snapshot reads its rows, and locks them for a moment, for which Postgres asks for UPDATE.",
        $"GRANT SELECT, UPDATE ON {table.ToSql()} TO {Sql.Identifier(owner)}");

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(values);
        return command;
    }

    private static NpgsqlParameter Texts(string[] values) => new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
