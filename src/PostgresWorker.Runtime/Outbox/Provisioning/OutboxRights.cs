using Npgsql;
using PostgresWorker.Store;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>Whether the role may do with its outbox what the worker does: read it, delete what is handled, empty partitions, hold lanes.</summary>
internal static class OutboxRights
{
    private const string Query =
        """
        SELECT current_user::text, w.name, pg_catalog.string_agg(w.privilege, ', ' ORDER BY w.ordinal)
        FROM ROWS FROM (pg_catalog.unnest($1), pg_catalog.unnest($2)) WITH ORDINALITY AS w (name, privilege, ordinal)
        JOIN pg_catalog.pg_namespace n ON n.nspname = 'postgres_worker'
        LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.name
        WHERE NOT CASE
            WHEN w.name = '' THEN pg_catalog.has_schema_privilege(n.oid, w.privilege)
            WHEN w.privilege = 'EXECUTE' THEN coalesce((
                SELECT pg_catalog.bool_or(pg_catalog.has_function_privilege(p.oid, 'EXECUTE')) FROM pg_catalog.pg_proc p WHERE p.pronamespace = n.oid AND p.proname = w.name), false)
            WHEN c.relkind = 'S' THEN pg_catalog.has_sequence_privilege(c.oid, w.privilege)
            ELSE coalesce(pg_catalog.has_table_privilege(c.oid, w.privilege), false) END
        GROUP BY w.name ORDER BY w.name
        """;

    public static async Task<IReadOnlyList<Finding>> InspectAsync(NpgsqlDataSource database, OutboxNames names, CancellationToken cancellationToken)
    {
        StoreRight[] wanted = [.. Wanted(names).SelectMany(table => table.Rights)];
        var command = database.CreateCommand(Query);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = Array.ConvertAll(wanted, right => right.On) });
        command.Parameters.Add(new() { Value = Array.ConvertAll(wanted, right => right.Privilege) });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        List<Lack> lacks = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            lacks.Add(new Lack(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return
        [
            .. lacks.GroupBy(lack => new Grant(lack.Role, lack.Privileges, lack.Name == "" ? "SCHEMA " : lack.Name == names.Sequence ? "SEQUENCE " : lack.Name == names.SnapshotFunction ? "FUNCTION " : "")).Select(lack =>
            {
                var on = lack.Key.Kind + string.Join(", ", lack.Select(right => right.Name == "" ? Sql.Identifier(StoreSchema.Name) : OutboxNames.ToSql(right.Name)));
                return new Finding(
                    "store_rights", $"Role '{lack.Key.Role}' lacks {lack.Key.Privileges} on {on.Replace("\"", "", StringComparison.Ordinal)}.", $"GRANT {lack.Key.Privileges} ON {on} TO {Sql.Identifier(lack.Key.Role)}");
            }),
        ];
    }

    private static IEnumerable<StoreTable> Wanted(OutboxNames names) =>
    [
        new StoreTable("", "USAGE"),
        new StoreTable("outboxes", "SELECT"),
        new StoreTable("captures", "SELECT"),
        new StoreTable("capture_triggers", "SELECT"),
        new StoreTable("begun_outboxes", "SELECT", "INSERT"),
        new StoreTable("instances", "SELECT", "INSERT", "UPDATE", "DELETE"),
        new StoreTable("lanes", "SELECT", "UPDATE"),
        new StoreTable(names.Table, "SELECT", "DELETE"),
        new StoreTable(names.Sequence, "SELECT"),
        new StoreTable(names.SnapshotFunction, "EXECUTE"),
        .. Enumerable.Range(0, OutboxNames.Partitions).Select(segment => new StoreTable(names.Partition(segment), "SELECT", "DELETE", "TRUNCATE")),
    ];

    private sealed record Lack(string Role, string Name, string Privileges);

    private sealed record Grant(string Role, string Privileges, string Kind);
}
