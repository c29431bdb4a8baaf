using PostgresWorker.Generated;
using PostgresWorker.Rows;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>Whether tables can have row triggers, and the columns that listeners name, of types that they can hold.</summary>
internal sealed class CapturedTableInspection(TableCatalog tables, LayoutFactory layouts)
{
    public async Task<(CapturedTable? Table, IReadOnlyList<Finding> Findings)> InspectAsync(TableNeeds needs, CancellationToken cancellationToken)
    {
        var table = await tables.FindAsync(needs.Table, cancellationToken).ConfigureAwait(false);
        if (table is null)
        {
            return (null, [new Finding("table_missing", $"Listener {needs.Routes[0].Name} listens to {needs.Table}, which does not exist; create it or mend the name.")]);
        }

        if (table.Kind is not ('r' or 'p') || table.Persistence == 't')
        {
            return (null, [new Finding("table_kind", $"{needs.Table} is {What(table)}, of which no changes are captured; listen to a table.")]);
        }

        var columns = await tables.ColumnsAsync(table.Oid, cancellationToken).ConfigureAwait(false);
        var layout = await layouts.CreateAsync(table, columns, cancellationToken).ConfigureAwait(false);
        List<Finding> findings = [];
        foreach (var route in needs.Routes)
        {
            findings.AddRange(RowBinding.Check(layout, route.Columns).Select(problem =>
                new Finding("column", $"Listener {route.Name} does not fit {needs.Table}: {problem}.")));
            findings.AddRange(Named(route)
                .Where(named => columns.All(column => column.Name != named.Column) && route.Columns.ToArray().All(declared => declared.Name != named.Column))
                .Select(named => new Finding("column", $"Listener {route.Name} does not fit {needs.Table}: the table has no column '{named.Column}', which {named.By} names.")));
        }

        return (new CapturedTable(table, [.. columns.Where(column => column.IsInPrimaryKey).Select(column => column.Name)]), findings);
    }

    private static IEnumerable<NamedColumn> Named(ListenerRoute route) =>
        [.. route.WhenChanged.Select(column => new NamedColumn(column, "WhenChanged")), .. route.OrderBy is { } order ? [new NamedColumn(order, "OrderBy")] : Array.Empty<NamedColumn>()];

    private static string What(TableDescription table) => table.Kind switch
    {
        'v' => "a view",
        'm' => "a materialized view",
        'f' => "a foreign table",
        'r' or 'p' => "a temporary table",
        _ => "no table",
    };

    private sealed record NamedColumn(string Column, string By);
}
