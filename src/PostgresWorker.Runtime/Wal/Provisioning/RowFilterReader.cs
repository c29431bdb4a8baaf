using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Rows;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>
/// Has the server read the listeners' conditions. It keeps them as trees and writes them in words of its own, so texts can only be compared when it
/// has read both. What reads a condition without changing anything is the CHECK constraint of a temporary table that is rolled back: it takes no
/// rights on the table itself.
/// </summary>
internal sealed class RowFilterReader(NpgsqlDataSource database)
{
    private const string Table = "pg_temp.postgres_worker_filter";

    internal const string ColumnsQuery =
        """
        SELECT pg_catalog.string_agg(pg_catalog.quote_ident(attname) || ' ' || pg_catalog.format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
        FROM pg_catalog.pg_attribute WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped
        """;

    private const string ConditionQuery =
        $"""
        SELECT pg_catalog.pg_get_expr(conbin, conrelid),
               ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey) ORDER BY attnum)
        FROM pg_catalog.pg_constraint WHERE conrelid = '{Table}'::regclass
        """;

    /// <summary>Reads the condition of a table's listeners.</summary>
    /// <exception cref="PostgresException">It is no condition over the table's columns.</exception>
    public async Task<RowFilter> ReadAsync(TableDescription table, string condition, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var columns = new NpgsqlCommand(ColumnsQuery, connection) { Parameters = { new NpgsqlParameter<uint> { TypedValue = table.Oid, NpgsqlDbType = NpgsqlDbType.Oid } } };
        await using var ___ = columns.ConfigureAwait(false);
        var definition = (string)(await columns.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        try
        {
            await ExecuteAsync(connection, $"CREATE TEMPORARY TABLE {Table["pg_temp.".Length..]} ({definition})", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            return new RowFilter(condition, null, []);
        }

        await ExecuteAsync(connection, $"ALTER TABLE {Table} ADD CHECK ({condition})", cancellationToken).ConfigureAwait(false);
        var command = new NpgsqlCommand(ConditionQuery, connection);
        await using var ____ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var _____ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new RowFilter(condition, reader.GetString(0), reader.GetFieldValue<string[]>(1));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
