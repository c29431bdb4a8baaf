using PostgresWorker.Generated;
using PostgresWorker.Rows;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>Whether tables are what their listeners need: there, logged, with fitting columns and a replica identity that carries enough.</summary>
internal sealed class TableInspection(TableCatalog tables, LayoutFactory layouts)
{
    public const string UnfitCode = "column";

    public const string IdentityCode = "replica_identity";

    /// <summary>What keeps a source from beginning: with <see cref="OnUnfitRow.DeadLetter"/> a restart must not end what goes on without it.</summary>
    public static IReadOnlyList<Finding> Refused(IReadOnlyList<Finding> findings, OnUnfitRow policy) =>
        [.. findings.Where(finding => policy == OnUnfitRow.Halt || finding.Code != UnfitCode).Distinct()];

    public async Task<IReadOnlyList<Finding>> InspectAsync(TableNeeds needs, ChangeKinds published, CancellationToken cancellationToken)
    {
        var table = await tables.FindAsync(needs.Table, cancellationToken).ConfigureAwait(false);
        if (table is null)
        {
            return [new Finding("table_missing", $"Listener {needs.Routes[0].Name} listens to {needs.Table}, which does not exist; create it or mend the name.")];
        }

        if (table.Kind is not ('r' or 'p') || table.Persistence != 'p')
        {
            return [new Finding("table_kind", $"{needs.Table} is no permanent table; views, foreign, unlogged and temporary tables write no WAL that could be read.")];
        }

        var columns = await tables.ColumnsAsync(table.Oid, cancellationToken).ConfigureAwait(false);
        var layout = await layouts.CreateAsync(table, columns, cancellationToken).ConfigureAwait(false);
        var generated = await tables.GeneratedAsync(table.Oid, cancellationToken).ConfigureAwait(false);
        List<Finding> findings = [];
        foreach (var route in needs.Routes)
        {
            InspectColumns(route, layout, generated, findings);
        }

        return findings.Count > 0 ? findings : await InspectIdentitiesAsync(table, columns, needs, published, cancellationToken).ConfigureAwait(false);
    }

    private static void InspectColumns(ListenerRoute route, TableLayout layout, IReadOnlyList<string> generated, List<Finding> findings)
    {
        List<RowColumn> sent = [];
        foreach (var column in route.Columns)
        {
            if (!generated.Contains(column.Name, StringComparer.Ordinal))
            {
                sent.Add(column);
                continue;
            }

            findings.Add(new Finding(
                "column_generated", $"Listener {route.Name} declares '{column.Name}' of {layout.Table}, which is generated: the server does not send it. Leave it out of the row type ([NotMapped]) and compute it there."));
        }

        findings.AddRange(RowBinding.Check(layout, sent.ToArray()).Select(problem => new Finding(UnfitCode, $"Listener {route.Name} does not fit {layout.Table}: {problem}.")));
    }

    /// <summary>
    /// A partitioned table's rows are logged with the identity of their partition, and sent as the root's: both must carry enough.
    /// </summary>
    private async Task<IReadOnlyList<Finding>> InspectIdentitiesAsync(
        TableDescription table, IReadOnlyList<ColumnDescription> columns, TableNeeds needs, ChangeKinds published, CancellationToken cancellationToken)
    {
        List<Finding> findings = [.. InspectIdentity(table, columns, needs, published)];
        IReadOnlyList<TableDescription> partitions = table.Kind == 'p' ? await tables.PartitionsAsync(table.Oid, cancellationToken).ConfigureAwait(false) : [];
        foreach (var partition in partitions)
        {
            var own = await tables.ColumnsAsync(partition.Oid, cancellationToken).ConfigureAwait(false);
            findings.AddRange(InspectIdentity(partition, own, needs, published));
        }

        return findings;
    }

    private static IReadOnlyList<Finding> InspectIdentity(TableDescription table, IReadOnlyList<ColumnDescription> columns, TableNeeds needs, ChangeKinds published) =>
        IdentityReason(table, columns, needs, published) is { } reason
            ? [new Finding(IdentityCode, reason, $"ALTER TABLE {table.Name.ToSql()} REPLICA IDENTITY FULL", IsAutomatic: true)
            {
                Lock = $"ALTER TABLE takes ACCESS EXCLUSIVE on {table.Name}, for a moment: it waits for all who use the table, and who comes then waits for it.",
            }]
            : [];

    /// <summary>Why the table's replica identity must be FULL; null where it need not.</summary>
    private static string? IdentityReason(TableDescription table, IReadOnlyList<ColumnDescription> columns, TableNeeds needs, ChangeKinds published)
    {
        if (table.Identity == 'f')
        {
            return null;
        }

        if ((published & (ChangeKinds.Updated | ChangeKinds.Deleted)) != 0 && !columns.Any(column => column.IsInIdentity))
        {
            return $"{table.Name} has no replica identity; publishing its updates and deletes would make those statements fail for everybody.";
        }

        if (IdentityNeeds.Reason(table, columns, needs, published) is { } reason)
        {
            return reason;
        }

        foreach (var route in needs.Routes)
        {
            foreach (var declared in route.Columns)
            {
                var column = columns.First(column => column.Name == declared.Name);
                if (column.IsInIdentity)
                {
                    continue;
                }

                if ((route.Kinds & ChangeKinds.Deleted) != 0)
                {
                    return $"Listener {route.Name} takes deletes of {table.Name} with column '{column.Name}', which deletes do not carry. Declare only key columns, or widen the replica identity.";
                }

                if ((route.Kinds & ChangeKinds.Updated) != 0 && column.Storage != 'p' && MayBeLarge(declared.Kind) && !declared.AcceptsUnchanged)
                {
                    return $"Listener {route.Name} takes updates of {table.Name} with column '{column.Name}', whose large values an update that leaves them unchanged does not carry. Declare it as Unchanged<T>, leave it out, or widen the replica identity.";
                }
            }
        }

        return null;
    }

    /// <summary>
    /// Whether what a property holds may be so large that the server stores it out of line. An enum over a text column is not counted: what is that large is no label.
    /// </summary>
    private static bool MayBeLarge(ColumnKind kind) => kind is ColumnKind.String or ColumnKind.Bytes or ColumnKind.Memory or ColumnKind.BigInteger or ColumnKind.BitArray
        or ColumnKind.JsonElement or ColumnKind.JsonDocument or ColumnKind.Json or ColumnKind.Hstore or ColumnKind.Path or ColumnKind.Polygon
        or ColumnKind.Array or ColumnKind.List or ColumnKind.Range or ColumnKind.Composite;
}
