using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Rows;
using PostgresWorker.Wal.PgOutput;

namespace PostgresWorker.Snapshots;

/// <summary>What the database says of tables that are to be read. Asked while the table is locked against changes of its definition, so that it is true of the rows.</summary>
/// <param name="database">Connections beside the stream.</param>
/// <param name="layouts">Makes layouts.</param>
internal sealed class SnapshotCatalog(NpgsqlDataSource database, LayoutFactory layouts)
{
    private const string ColumnsQuery =
        """
        SELECT c.oid, c.relkind, c.relreplident, a.attname::text, a.atttypid, pg_catalog.format_type(a.atttypid, NULL), t.typsend <> 0,
               coalesce(bool_or(CASE c.relreplident WHEN 'd' THEN i.indisprimary AND i.indimmediate AND i.indisvalid WHEN 'i' THEN i.indisreplident AND i.indisvalid ELSE c.relreplident = 'f' END), c.relreplident = 'f'),
               coalesce(max(CASE WHEN i.indisprimary THEN pg_catalog.array_position(i.indkey::int2[], a.attnum) + 1 END), 0)
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
        WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        GROUP BY c.oid, c.relkind, c.relreplident, a.attnum, a.attname, a.atttypid, t.typsend
        ORDER BY a.attnum
        """;

    private const string EstimateQuery =
        """
        SELECT pg_catalog.sum(p.reltuples)::bigint
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (SELECT c.oid AS relid WHERE c.relkind = 'r' UNION ALL SELECT t.relid FROM pg_catalog.pg_partition_tree(c.oid) t WHERE c.relkind = 'p' AND t.isleaf) AS l
        JOIN pg_catalog.pg_class p ON p.oid = l.relid
        WHERE n.nspname = $1 AND c.relname = $2 AND p.reltuples > 0
        """;

    public static SnapshotCatalog Over(NpgsqlDataSource database) => new(database, new LayoutFactory(new TypeCatalog(database), new TableCatalog(database)));

    /// <summary>The table as it is now.</summary>
    /// <exception cref="SnapshotFailedException">There is none, or it has no primary key.</exception>
    public async Task<SnapshotTable> DescribeAsync(TableName name, CancellationToken cancellationToken)
    {
        var (oid, kind, identity) = (0u, '\0', '\0');
        List<SnapshotColumn> columns = [];
        var command = Command(ColumnsQuery, name);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = reader.ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                (oid, kind, identity) = (reader.GetFieldValue<uint>(0), reader.GetChar(1), reader.GetChar(2));
                columns.Add(new SnapshotColumn(reader.GetString(3), reader.GetFieldValue<uint>(4), reader.GetString(5), reader.GetBoolean(6), reader.GetBoolean(7), reader.GetInt32(8)));
            }
        }

        if (SnapshotFindings.OfTable(name, oid != 0, columns.Exists(column => column.KeyPlace > 0)) is { } finding)
        {
            throw new SnapshotFailedException(finding.Message);
        }

        // By way of what the stream would say of the table, so that rows have the keys by which it orders changes.
        var relation = new RelationMessage(
            oid, name.Schema, name.Name, (ReplicaIdentity)identity, [.. columns.Select(column => new RelationColumn(column.Name, column.TypeOid, -1, column.IsInIdentity))]);
        return new SnapshotTable(await layouts.CreateAsync(relation, cancellationToken).ConfigureAwait(false), columns, kind == 'p');
    }

    /// <summary>About how many rows the table has; null where the server does not know.</summary>
    public async Task<long?> EstimateAsync(TableName name, CancellationToken cancellationToken)
    {
        var command = Command(EstimateQuery, name);
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?;
    }

    private NpgsqlCommand Command(string sql, TableName name)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = name.Schema, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = name.Name, NpgsqlDbType = NpgsqlDbType.Text });
        return command;
    }
}
