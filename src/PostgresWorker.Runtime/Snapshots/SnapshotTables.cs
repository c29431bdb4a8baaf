using Npgsql;
using PostgresWorker.Generated;

namespace PostgresWorker.Snapshots;

/// <summary>The tables whose rows a source's listeners take, and what keeps them from being read.</summary>
/// <param name="database">The source's database.</param>
/// <param name="routes">Its listeners.</param>
internal sealed class SnapshotTables(NpgsqlDataSource database, IReadOnlyList<ListenerRoute> routes)
{
    private const string Inspect =
        """
        SELECT current_user::text, c.oid IS NOT NULL, EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),
               coalesce(pg_catalog.has_table_privilege(c.oid, 'SELECT'), false), coalesce(pg_catalog.row_security_active(c.oid), false)
        FROM (SELECT 1) AS one LEFT JOIN (
            SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')) AS c ON true
        """;

    /// <summary>Those with a listener that takes existing rows.</summary>
    public IReadOnlyList<TableName> All { get; } = [.. new HashSet<TableName>(Array.ConvertAll(routes.Where(route => (route.Kinds & ChangeKinds.Existing) != 0).ToArray(), route => route.Table))];

    /// <summary>All that is wrong with them.</summary>
    public async Task<IReadOnlyList<Finding>> InspectAsync(CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        foreach (var table in All)
        {
            if (await InspectAsync(table, cancellationToken).ConfigureAwait(false) is { } finding)
            {
                findings.Add(finding);
            }
        }

        return findings;
    }

    private async Task<Finding?> InspectAsync(TableName table, CancellationToken cancellationToken)
    {
        var command = database.CreateCommand(Inspect);
        await using var _ = command.ConfigureAwait(false);
        command.Parameters.Add(new() { Value = table.Schema });
        command.Parameters.Add(new() { Value = table.Name });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var role = reader.GetString(0);
        return SnapshotFindings.OfTable(table, reader.GetBoolean(1), reader.GetBoolean(2))
            ?? (!reader.GetBoolean(3) ? SnapshotFindings.OfRights(table, role) : reader.GetBoolean(4) ? SnapshotFindings.OfRowSecurity(table, role) : null);
    }
}
