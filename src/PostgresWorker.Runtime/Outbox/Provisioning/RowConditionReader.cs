using Npgsql;
using NpgsqlTypes;
using PostgresWorker.Rows;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>
/// Has the server write a listener's condition over the new and the old row of a trigger. Of a view over more than one relation it puts a column's relation before it; here that is a temporary table
/// with the captured one's columns. All of it is rolled back, and takes no rights on the table.
/// </summary>
internal sealed class RowConditionReader(NpgsqlDataSource database)
{
    private const string Alias = "postgres_worker_condition";

    // What a publication refuses too, in its words; which built-in functions are not immutable says the index. Of columns the type counts, of everything else what the view depends on.
    private const string UsersOwn =
        """
        SELECT CASE d.refclassid::pg_catalog.regclass::text
            WHEN 'pg_proc' THEN 'User-defined or built-in mutable functions are not allowed'
            WHEN 'pg_operator' THEN 'User-defined operators are not allowed'
            WHEN 'pg_collation' THEN 'User-defined collations are not allowed'
            ELSE 'User-defined types are not allowed' END
        FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
        LEFT JOIN pg_catalog.pg_attribute a ON d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND d.refobjsubid > 0
        WHERE r.ev_class = 'pg_temp.postgres_worker_view'::pg_catalog.regclass AND d.refobjid <> r.ev_class
        AND (d.refclassid::pg_catalog.regclass::text IN ('pg_proc', 'pg_operator', 'pg_collation', 'pg_type') OR a.atttypid >= 16384)
        ORDER BY 1 LIMIT 1
        """;

    /// <summary>The condition; null where the role may not make temporary tables.</summary>
    /// <exception cref="PostgresException">It is none over the table's columns.</exception>
    /// <exception cref="RowConditionException">It is one that no publication would take.</exception>
    public async Task<RowCondition?> ReadAsync(TableDescription table, string condition, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = transaction.ConfigureAwait(false);
        var oid = new NpgsqlParameter<uint> { TypedValue = table.Oid, NpgsqlDbType = NpgsqlDbType.Oid };
        var columns = await ScalarAsync(connection, RowFilterReader.ColumnsQuery, cancellationToken, oid).ConfigureAwait(false);
        try
        {
            await ScalarAsync(connection, $"CREATE TEMPORARY TABLE postgres_worker_rows ({columns})", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            return null;
        }

        // First as a constraint, which has the fewest words for what is wrong, and then as an index's, which must be immutable.
        await ScalarAsync(connection, $"ALTER TABLE pg_temp.postgres_worker_rows ADD CHECK ({condition})", cancellationToken).ConfigureAwait(false);
        await ScalarAsync(connection, $"CREATE INDEX ON pg_temp.postgres_worker_rows ((true)) WHERE ({condition})", cancellationToken).ConfigureAwait(false);
        var row = "postgres_worker_row";
        while (condition.Contains(row, StringComparison.OrdinalIgnoreCase))
        {
            row += "_";
        }

        await ScalarAsync(
            connection,
            $"CREATE TEMPORARY VIEW postgres_worker_view AS SELECT ({condition}) AS {Alias} FROM pg_temp.postgres_worker_rows AS {row} CROSS JOIN (SELECT 1 AS postgres_worker_other) AS postgres_worker_others",
            cancellationToken).ConfigureAwait(false);

        // Whoever makes the trigger may have another search_path than we.
        await ScalarAsync(connection, "SET LOCAL search_path = pg_catalog, pg_temp", cancellationToken).ConfigureAwait(false);
        if (await ScalarAsync(connection, UsersOwn, cancellationToken).ConfigureAwait(false) is { } reason)
        {
            throw new RowConditionException(reason);
        }

        var view = (await ScalarAsync(connection, "SELECT pg_catalog.pg_get_viewdef('pg_temp.postgres_worker_view'::pg_catalog.regclass, false)", cancellationToken).ConfigureAwait(false))!;
        var start = view.IndexOf("SELECT ", StringComparison.Ordinal) + "SELECT ".Length;
        var text = view[start..view.LastIndexOf($" AS {Alias}", StringComparison.Ordinal)];

        // Not under these names at once: a view of a server before 16 has relations of its own that are called so.
        return new RowCondition(text.Replace($"{row}.", "new.", StringComparison.Ordinal), text.Replace($"{row}.", "old.", StringComparison.Ordinal));
    }

    private static async Task<string?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
    }
}
