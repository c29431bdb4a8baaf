using Npgsql;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Store;

/// <summary>Whether the role may do with the store's tables what the worker does.</summary>
internal static class StoreRights
{
    private const string Query =
        """
        SELECT current_user::text, w.table_name, pg_catalog.string_agg(w.privilege, ', ' ORDER BY w.ordinal)
        FROM ROWS FROM (pg_catalog.unnest(pg_catalog.string_to_array($1, ',')), pg_catalog.unnest(pg_catalog.string_to_array($2, ','))) WITH ORDINALITY AS w (table_name, privilege, ordinal)
        JOIN pg_catalog.pg_namespace n ON n.nspname = 'postgres_worker'
        LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.table_name
        WHERE NOT CASE WHEN w.table_name = '' THEN pg_catalog.has_schema_privilege(n.oid, w.privilege) ELSE coalesce(pg_catalog.has_table_privilege(c.oid, w.privilege), false) END
        GROUP BY w.table_name ORDER BY w.table_name
        """;

    public static Task<IReadOnlyList<Finding>> InspectAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        InspectAsync(connection, [new StoreTable("", "USAGE"), .. StoreSchema.Migrations.SelectMany(migration => migration.Tables)], cancellationToken);

    /// <summary>Whether it may do some things with some tables.</summary>
    public static async Task<IReadOnlyList<Finding>> InspectAsync(NpgsqlConnection connection, IReadOnlyList<StoreTable> tables, CancellationToken cancellationToken)
    {
        StoreRight[] wanted = [.. tables.SelectMany(table => table.Rights)];
        var command = new NpgsqlCommand(Query, connection);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = string.Join(',', wanted.Select(right => right.On)) });
        command.Parameters.Add(new() { Value = string.Join(',', wanted.Select(right => right.Privilege)) });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<Finding> findings = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var (role, table, privileges) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
            var on = table.Length == 0 ? $"SCHEMA \"{StoreSchema.Name}\"" : new StoreTable(table).ToSql();
            findings.Add(new Finding("store_rights", $"Role '{role}' lacks {privileges} on {on.Replace("\"", "", StringComparison.Ordinal)}.", $"GRANT {privileges} ON {on} TO {Sql.Identifier(role)}"));
        }

        return findings;
    }
}
