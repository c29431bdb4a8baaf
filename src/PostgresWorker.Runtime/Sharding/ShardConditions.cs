using System.Globalization;
using Npgsql;
using PostgresWorker.Rows;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Sharding;

/// <summary>
/// Which rows are a shard's: those whose key has a hash that gives its place, divided by the number of shards. The key is what orders changes, so those of a key come from one shard.
/// </summary>
/// <param name="database">The source's database.</param>
/// <param name="shard">The shard; null where the source is not divided.</param>
internal sealed class ShardConditions(NpgsqlDataSource database, Shard? shard)
{
    private readonly TableCatalog _tables = new(database);
    private readonly ShardHashes _hashes = new(database);

    /// <summary>What the shard needs of its publication, and why it can't have it.</summary>
    public async Task<(IReadOnlyList<TableNeeds> Needs, IReadOnlyList<Finding> Findings)> ApplyAsync(IReadOnlyList<TableNeeds> needs, CancellationToken cancellationToken)
    {
        if (shard is null)
        {
            return (needs, []);
        }

        List<TableNeeds> parts = [];
        List<Finding> findings = [];
        foreach (var need in needs)
        {
            var (part, finding) = await ApplyAsync(need, shard, cancellationToken).ConfigureAwait(false);
            parts.AddRange(part is null ? [] : [part]);
            findings.AddRange(finding is null ? [] : [finding]);
        }

        return (parts, findings);
    }

    private async Task<(TableNeeds? Part, Finding? Finding)> ApplyAsync(TableNeeds need, Shard of, CancellationToken cancellationToken)
    {
        var whole = need with { Shard = of };
        var orders = need.RowRoutes.GroupBy(route => route.OrderBy).ToArray();
        if (orders.Length > 1)
        {
            return (whole, new Finding(
                "shards_order",
                $"The listeners of {need.Table} order its changes by different columns ({string.Join("; ", need.RowRoutes.Select(route => $"{route.Name}: {route.OrderBy ?? "the key"}"))}), but a table is divided into shards by one key; say the same OrderBy, or give one of them a source of its own."));
        }

        // A table that is missing is found and said by its inspection.
        if (orders.Length == 0 || await _tables.FindAsync(need.Table, cancellationToken).ConfigureAwait(false) is not { } table)
        {
            return (of.IsFirst || orders.Length > 0 ? whole : null, null);
        }

        var columns = await _tables.ColumnsAsync(table.Oid, cancellationToken).ConfigureAwait(false);
        var key = Key(table, columns, orders[0].Key);
        if (key.Length == 0)
        {
            return (of.IsFirst ? whole : null, null);
        }

        var hashes = await _hashes.ReadAsync([.. key.Select(column => column.TypeOid)], cancellationToken).ConfigureAwait(false);
        if (key.FirstOrDefault(column => hashes.GetValueOrDefault(column.TypeOid)?.Form is null) is { } bad)
        {
            var type = hashes.GetValueOrDefault(bad.TypeOid)?.Type ?? "none that there is";
            return (whole, new Finding(
                "shards_type",
                $"Changes of {need.Table} can't be divided into shards by '{bad.Name}', whose type is {type}: the server takes only columns of built-in types in a row filter (no enums, domains, or types of extensions), and only those with an immutable hash. Order by another column (OrderBy), or give the table's listeners a source of their own with one shard."));
        }

        var hash = key.Aggregate("0::bigint", (before, column) => hashes[column.TypeOid].Of(Sql.Identifier(column.Name), before));
        return (whole with { Part = string.Create(CultureInfo.InvariantCulture, $"({hash} & 9223372036854775807) % {of.Count} = {of.Index}"), PartColumns = [.. key.Select(column => column.Name)] }, null);
    }

    /// <summary>As <see cref="LayoutFactory"/> has it: the primary key where old rows carry it, else the replica identity, unless that is the whole row.</summary>
    private static ColumnDescription[] Key(TableDescription table, IReadOnlyList<ColumnDescription> columns, string? orderBy)
    {
        if (orderBy is not null)
        {
            return [.. columns.Where(column => column.Name == orderBy)];
        }

        ColumnDescription[] primary = [.. columns.Where(column => column.IsInPrimaryKey)];
        return primary.Length > 0 && primary.All(column => column.IsInIdentity || table.Identity == 'n') ? primary
            : table.Identity == 'f' ? []
            : [.. columns.Where(column => column.IsInIdentity)];
    }
}
