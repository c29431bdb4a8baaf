using PostgresWorker.Generated;
using PostgresWorker.Wal.Publications;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>Whether a publication is there and has every table and operation that listeners need, and sends the rows that they ask for.</summary>
/// <param name="publication">Its name.</param>
/// <param name="listsColumns">Whether its tables are to have column lists.</param>
internal sealed class PublicationInspection(string publication, bool listsColumns = false)
{
    public const string MissingCode = "publication_missing";

    public const string FilterCode = "publication_filter";

    private static readonly Operation[] Operations =
    [
        new(ChangeKinds.Inserted, "insert"),
        new(ChangeKinds.Updated, "update"),
        new(ChangeKinds.Deleted, "delete"),
        new(ChangeKinds.Truncated, "truncate"),
    ];

    // What was made under another name is somebody's own, and only looked at.
    private readonly bool _isOurs = publication.StartsWith(SlotName.OurPrefix, StringComparison.Ordinal);

    public string Publication => publication;

    /// <param name="needs">The tables that must be in it.</param>
    /// <param name="kinds">What it must publish.</param>
    /// <param name="current">What there is; null where there is nothing.</param>
    /// <param name="before">What there was, where that is known: tables are recognised by it that have another name now.</param>
    public IReadOnlyList<Finding> Inspect(IReadOnlyList<TableNeeds> needs, ChangeKinds kinds, PublicationState? current, PublicationState? before = null)
    {
        var name = Sql.Identifier(publication);

        // A source of messages alone needs a publication too, if an empty one: the protocol asks for its name.
        var tables = needs.Count == 0 ? "" : $" FOR TABLE {string.Join(", ", needs.Select(need => need.ToSql()))}";
        if (current is null)
        {
            return
            [
                new Finding(
                    MissingCode,
                    $"Publication '{publication}' does not exist.",
                    $"CREATE PUBLICATION {name}{tables} WITH (publish = '{Publish(kinds)}', publish_via_partition_root = true)",
                    IsAutomatic: true)
                {
                    Lock = needs.Count == 0 ? null : LockOf(string.Join(", ", needs.Select(need => need.Table.ToString()))),
                },
            ];
        }

        List<Finding> findings = [.. needs.Where(need => !current.Tables.ContainsKey(need.Table)).Select(need => InspectAbsence(need, current, before))];
        findings.AddRange(needs
            .Where(need => current.Tables.ContainsKey(need.Table) && (_isOurs || need.Where is not null))
            .Select(need => InspectFilter(need, current.Tables[need.Table]))
            .OfType<Finding>());
        findings.AddRange(needs.Where(need => current.Tables.ContainsKey(need.Table)).Select(need => InspectColumns(need, current.Tables[need.Table])).OfType<Finding>());
        if ((kinds & ~current.Published & ~ChangeKinds.Existing) != 0)
        {
            findings.Add(new Finding(
                "publication_operation",
                $"Publication '{publication}' publishes '{Publish(current.Published)}', but listeners need '{Publish(kinds)}'.",
                $"ALTER PUBLICATION {name} SET (publish = '{Publish(kinds | current.Published)}')",
                _isOurs));
        }

        return findings;
    }

    /// <summary>What a table is that has another name than its listeners say.</summary>
    public static Finding Renamed(TableNeeds need, TableName name) => new(
        "table_renamed",
        $"Table {need.Table} is {name} now, which no listener knows: {need.Routes[0].Name} listens to {need.Table}. Deploy listeners of the new name, or rename it back.");

    /// <summary>What changes are that were written when there was no publication, to a server that needs one to decode them.</summary>
    public Finding Undecodable(string slot) => new(
        "publication_gap",
        $"Publication '{publication}' was dropped and made anew, and the server can't decode what was written in between: it reads each change with the catalog of that moment. All that is left is to go on without what is not handled yet. Stop all instances, make up for what is missing, and move the slot.",
        $"SELECT pg_catalog.pg_replication_slot_advance({Sql.Literal(slot)}, pg_catalog.pg_current_wal_flush_lsn()); SELECT \"postgres_worker\".\"accept_gap\"(consumer, position) FROM \"postgres_worker\".\"checkpoints\" WHERE consumer = {Sql.Literal(slot)}");

    private Finding InspectAbsence(TableNeeds need, PublicationState current, PublicationState? before)
    {
        if (before?.Tables.GetValueOrDefault(need.Table) is { } was)
        {
            foreach (var (name, table) in current.Tables)
            {
                if (table.Oid == was.Oid)
                {
                    return Renamed(need, name);
                }
            }
        }

        if (!current.ViaRoot && current.Partitioned.Contains(need.Table))
        {
            return new Finding(
                "publication_root",
                $"Publication '{publication}' sends changes of {need.Table} as those of its partitions, which no listener knows; it needs publish_via_partition_root.",
                $"ALTER PUBLICATION {Sql.Identifier(publication)} SET (publish_via_partition_root = true)",
                _isOurs);
        }

        return new Finding(
            "publication_table",
            $"Publication '{publication}' does not have table {need.Table}.",
            $"ALTER PUBLICATION {Sql.Identifier(publication)} ADD TABLE {need.ToSql()}",
            _isOurs)
        {
            Lock = LockOf(need.Table.ToString()),
        };
    }

    private Finding? InspectColumns(TableNeeds need, PublishedTable table)
    {
        if (table.Columns is not { } listed)
        {
            // More than is needed takes nothing away from anybody.
            return null;
        }

        foreach (var route in need.Routes)
        {
            foreach (var column in route.Columns)
            {
                if (!listed.Contains(column.Name, StringComparer.Ordinal))
                {
                    return Hidden(need, table, $"'{column.Name}', which listener {route.Name} declares. Leave it out of the row type, or widen the column list.");
                }
            }

            if (listsColumns && route is PayloadListenerRoute)
            {
                return Hidden(need, table, $"all of them, which listener {route.Name} takes.");
            }
        }

        return need.Columns?.FirstOrDefault(name => !listed.Contains(name, StringComparer.Ordinal)) is { } missing
            ? Hidden(need, table, $"'{missing}', which is in the key or the replica identity, or which a listener orders by or watches.")
            : null;
    }

    /// <summary>Where nobody asked for lists, somebody has hidden it on purpose: it is not for Auto to show.</summary>
    private Finding Hidden(TableNeeds need, PublishedTable table, string what) => new(
        "publication_columns", $"Publication '{publication}' sends some columns of {need.Table} only, and not {what}", AddAnew(need, table), _isOurs && listsColumns && table.IsNamed)
    {
        Lock = LockOf(need.Table.ToString()),
    };

    private Finding? InspectFilter(TableNeeds need, PublishedTable table)
    {
        if (need.Where is null ? table.Filter is null : need.Filter is null || need.Filter.IsSame(table.Filter))
        {
            // A condition that the server could not read is a finding of its own.
            return null;
        }

        var sent = table.Filter is null ? "all rows" : $"rows where {table.Filter}";
        var wanted = need.Where is null ? "no Where" : $"Where = \"{need.Where}\"";
        var isUnknown = table.Filter is not null && need.Filter is { Deparsed: null };
        var unknown = isUnknown ? " They may mean the same, which only the server can tell: grant TEMPORARY on the database to the role, or write Where as the server does." : "";
        return new Finding(
            FilterCode,
            $"Publication '{publication}' sends {sent} of {need.Table}, but listeners say {wanted}.{unknown}",
            table.IsNamed ? AddAnew(need, table) : null,
            _isOurs && table.IsNamed && !isUnknown)
        {
            Lock = table.IsNamed ? LockOf(need.Table.ToString()) : null,
        };
    }

    /// <summary>In one transaction: no change is committed between the two that nobody publishes.</summary>
    private string AddAnew(TableNeeds need, PublishedTable table)
    {
        // A version of the application that runs beside this one may need what is listed now.
        var wide = need with { Columns = need.Columns is null || table.Columns is null ? null : [.. need.Columns.Union(table.Columns, StringComparer.Ordinal)] };
        return $"BEGIN; ALTER PUBLICATION {Sql.Identifier(publication)} DROP TABLE {need.Table.ToSql()}; ALTER PUBLICATION {Sql.Identifier(publication)} ADD TABLE {wide.ToSql()}; COMMIT";
    }

    private static string LockOf(string tables) => $"Takes SHARE UPDATE EXCLUSIVE on {tables}: readers and writers go on; VACUUM and other changes of the table wait for it, and it for them.";

    private static string Publish(ChangeKinds kinds) =>
        string.Join(", ", Operations.Where(operation => (kinds & operation.Kind) != 0).Select(operation => operation.Name));

    private sealed record Operation(ChangeKinds Kind, string Name);
}
