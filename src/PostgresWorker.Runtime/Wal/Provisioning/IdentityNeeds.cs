using PostgresWorker.Generated;
using PostgresWorker.Rows;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>Old values that something beside the row type needs: a comparison, an order, a filter.</summary>
internal static class IdentityNeeds
{
    /// <summary>Why the replica identity does not carry enough; null where it does.</summary>
    public static string? Reason(TableDescription table, IReadOnlyList<ColumnDescription> columns, TableNeeds needs, ChangeKinds published)
    {
        bool IsMissing(string name) => columns.Any(column => column.Name == name && !column.IsInIdentity);

        foreach (var route in needs.Routes)
        {
            if (route.WhenChanged.FirstOrDefault(IsMissing) is { } watched)
            {
                return $"Listener {route.Name} takes updates of {table.Name} where '{watched}' differs (WhenChanged), but updates do not carry its old value. Leave it out, or widen the replica identity.";
            }

            if (route.OrderBy is { } order && (route.Kinds & (ChangeKinds.Updated | ChangeKinds.Deleted)) != 0 && IsMissing(order))
            {
                return $"Listener {route.Name} orders changes of {table.Name} by '{order}' (OrderBy), whose old value updates and deletes do not carry. Order by the key, or widen the replica identity.";
            }
        }

        if ((published & (ChangeKinds.Updated | ChangeKinds.Deleted)) == 0 || needs.Filter is not { } filter ||
            columns.FirstOrDefault(column => !column.IsInIdentity && filter.MayConcern(column.Name)) is not { } filtered)
        {
            return null;
        }

        if (needs.PartColumns.Contains(filtered.Name, StringComparer.Ordinal))
        {
            return $"Changes of {table.Name} are divided into shards by '{filtered.Name}', which is not in its replica identity; publishing updates and deletes with such a filter would make those statements fail for everybody.";
        }

        var listener = needs.RowRoutes.First().Name;
        return filter.Deparsed is null
            ? $"Listener {listener} filters {table.Name} by a condition (Where) which the role may not have the server read, and which may be over '{filtered.Name}', which is not in its replica identity; publishing updates and deletes with that filter would make those statements fail for everybody. Grant TEMPORARY on the database to the role, or widen the replica identity."
            : $"Listener {listener} filters {table.Name} by '{filtered.Name}' (Where), which is not in its replica identity; publishing updates and deletes with that filter would make those statements fail for everybody.";
    }
}
