using PostgresWorker.Generated;
using PostgresWorker.Rows;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>Which columns of a table its listeners need published, and whether Postgres allows a list of them.</summary>
internal sealed class ColumnListInspection(TableCatalog tables, PublishColumns option)
{
    private const int MinVersion = 150000;

    /// <summary>The needs with the columns, and what keeps them from being listed.</summary>
    /// <param name="needs">What listeners need.</param>
    /// <param name="version">The server's version.</param>
    /// <param name="published">What is published, by whoever asked for it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<(TableNeeds Needs, Finding? Finding)> InspectAsync(TableNeeds needs, int version, ChangeKinds published, CancellationToken cancellationToken)
    {
        if (option == PublishColumns.All || needs.Routes.Any(route => route is PayloadListenerRoute))
        {
            return (needs, null);
        }

        if (version < MinVersion)
        {
            return (needs, new Finding("columns_version", "PublishColumns is Needed, but column lists need PostgreSQL 15; say All, or upgrade the server."));
        }

        if (await tables.FindAsync(needs.Table, cancellationToken).ConfigureAwait(false) is not { } table)
        {
            // Found and said by the table's inspection.
            return (needs, null);
        }

        var isIdentityNeeded = (published & (ChangeKinds.Updated | ChangeKinds.Deleted)) != 0;
        HashSet<string> names = [.. needs.Routes.SelectMany(Named)];
        TableDescription[] all = [table, .. table.Kind == 'p' ? await tables.PartitionsAsync(table.Oid, cancellationToken).ConfigureAwait(false) : []];
        foreach (var one in all)
        {
            if (isIdentityNeeded && one.Identity == 'f')
            {
                return (needs, Full(one.Name));
            }

            var keys = await tables.ColumnsAsync(one.Oid, cancellationToken).ConfigureAwait(false);
            names.UnionWith(keys.Where(column => column.IsInPrimaryKey || (column.IsInIdentity && one.Identity != 'f')).Select(column => column.Name));
        }

        var columns = await tables.ColumnsAsync(table.Oid, cancellationToken).ConfigureAwait(false);
        return (needs with { Columns = [.. columns.Select(column => column.Name).Where(names.Contains)] }, null);
    }

    /// <summary>What of a table's findings this option leaves: an identity that listeners need widened can't be.</summary>
    public static Finding Of(TableNeeds needs, Finding finding) => needs.Columns is not null && finding is { Code: TableInspection.IdentityCode, IsAutomatic: true }
        ? new Finding("columns_identity", $"{finding.Message} With REPLICA IDENTITY FULL Postgres allows no column list: then say PublishColumns = All.")
        : finding;

    private static Finding Full(TableName table) => new(
        "columns_identity",
        $"PublishColumns is Needed, but {table} has REPLICA IDENTITY FULL, with which Postgres allows no column list where updates or deletes are published. Say All, or have its listeners need no more of old rows than the key, and the identity narrowed: ALTER TABLE {table.ToSql()} REPLICA IDENTITY DEFAULT.");

    private static IEnumerable<string> Named(ListenerRoute route)
    {
        List<string> names = [.. route.WhenChanged];
        if (route.OrderBy is { } order)
        {
            names.Add(order);
        }

        foreach (var column in route.Columns)
        {
            names.Add(column.Name);
        }

        return names;
    }
}
