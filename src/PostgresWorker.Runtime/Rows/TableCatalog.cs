using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace PostgresWorker.Rows;

/// <summary>What the database says of tables as they are now.</summary>
internal sealed class TableCatalog(NpgsqlDataSource database)
{
    private const string PrimaryKeyQuery =
        """
        SELECT a.attname::text
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
        WHERE i.indrelid = $1 AND i.indisprimary
        """;

    private const string TableQuery =
        """
        SELECT c.oid, c.relkind, c.relreplident, c.relpersistence
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname = $2
        """;

    private const string ColumnsQuery =
        """
        SELECT a.attname::text, a.atttypid, a.attstorage,
               coalesce(bool_or(CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE c.relreplident = 'f' END), c.relreplident = 'f'),
               coalesce(bool_or(i.indisprimary), false)
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1])
        WHERE c.oid = $1 AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        GROUP BY a.attnum, a.attname, a.atttypid, a.attstorage, c.relreplident
        ORDER BY a.attnum
        """;

    /// <summary>The names of the primary key's columns; empty where there is none or the table is gone.</summary>
    public async Task<HashSet<string>> PrimaryKeyAsync(uint oid, CancellationToken cancellationToken)
    {
        var key = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in QueryAsync(PrimaryKeyQuery, cancellationToken, Oid(oid)).ConfigureAwait(false))
        {
            key.Add(row.GetString(0));
        }

        return key;
    }

    /// <summary>The table; null where there is none of that name.</summary>
    public async Task<TableDescription?> FindAsync(TableName table, CancellationToken cancellationToken)
    {
        await foreach (var row in QueryAsync(TableQuery, cancellationToken, new() { Value = table.Schema }, new() { Value = table.Name }).ConfigureAwait(false))
        {
            return new TableDescription(row.GetFieldValue<uint>(0), table, row.GetChar(1), row.GetChar(2), row.GetChar(3));
        }

        return null;
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
