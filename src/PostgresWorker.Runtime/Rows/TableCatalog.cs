using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace PostgresWorker.Rows;

/// <summary>What the database says of tables as they are now.</summary>
internal sealed class TableCatalog(NpgsqlDataSource database)
{
    private const string TableQuery =
        """
        SELECT c.oid, c.relkind, c.relreplident, c.relpersistence
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname = $2
        """;

    private const string PartitionsQuery =
        """
        SELECT c.oid, n.nspname::text, c.relname::text, c.relkind, c.relreplident, c.relpersistence
        FROM pg_catalog.pg_partition_tree($1) t
        JOIN pg_catalog.pg_class c ON c.oid = t.relid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE t.isleaf
        """;

    private const string ColumnsQuery =
        """
        SELECT a.attname::text, a.atttypid, a.attstorage,
               coalesce(bool_or(CASE c.relreplident WHEN 'd' THEN i.indisprimary AND i.indimmediate AND i.indisvalid WHEN 'i' THEN i.indisreplident AND i.indisvalid ELSE c.relreplident = 'f' END), c.relreplident = 'f'),
               coalesce(bool_or(i.indisprimary), false)
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
        WHERE c.oid = $1 AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        GROUP BY a.attnum, a.attname, a.atttypid, a.attstorage, c.relreplident
        ORDER BY a.attnum
        """;

    /// <summary>The table; null where there is none of that name.</summary>
    public async Task<TableDescription?> FindAsync(TableName table, CancellationToken cancellationToken)
    {
        await foreach (var row in QueryAsync(TableQuery, cancellationToken, new() { Value = table.Schema }, new() { Value = table.Name }).ConfigureAwait(false))
        {
            return new TableDescription(row.GetFieldValue<uint>(0), table, row.GetChar(1), row.GetChar(2), row.GetChar(3));
        }

        return null;
    }

    /// <summary>The partitions that hold a partitioned table's rows.</summary>
    public async Task<IReadOnlyList<TableDescription>> PartitionsAsync(uint oid, CancellationToken cancellationToken)
    {
        List<TableDescription> partitions = [];
        await foreach (var row in QueryAsync(PartitionsQuery, cancellationToken, Oid(oid)).ConfigureAwait(false))
        {
            var name = new TableName(row.GetString(1), row.GetString(2));
            partitions.Add(new TableDescription(row.GetFieldValue<uint>(0), name, row.GetChar(3), row.GetChar(4), row.GetChar(5)));
        }

        return partitions;
    }

    /// <summary>The table's columns but for generated ones, which are not sent.</summary>
    public async Task<IReadOnlyList<ColumnDescription>> ColumnsAsync(uint oid, CancellationToken cancellationToken)
    {
        List<ColumnDescription> columns = [];
        await foreach (var row in QueryAsync(ColumnsQuery, cancellationToken, Oid(oid)).ConfigureAwait(false))
        {
            columns.Add(new ColumnDescription(row.GetString(0), row.GetFieldValue<uint>(1), row.GetChar(2), row.GetBoolean(3), row.GetBoolean(4)));
        }

        return columns;
    }

    /// <summary>The names of a table's generated columns.</summary>
    public async Task<IReadOnlyList<string>> GeneratedAsync(uint oid, CancellationToken cancellationToken)
    {
        List<string> names = [];
        await foreach (var row in QueryAsync("SELECT attname::text FROM pg_catalog.pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped AND attgenerated <> ''", cancellationToken, Oid(oid)).ConfigureAwait(false))
        {
            names.Add(row.GetString(0));
        }

        return names;
    }

    private static NpgsqlParameter<uint> Oid(uint oid) => new NpgsqlParameter<uint> { TypedValue = oid, NpgsqlDbType = NpgsqlDbType.Oid };

    private async IAsyncEnumerable<NpgsqlDataReader> QueryAsync(
        string sql,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters)
    {
        var command = database.CreateCommand(sql);
        await using var _ = command.ConfigureAwait(false);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return reader;
        }
    }
}
