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

        return (published & (ChangeKinds.Updated | ChangeKinds.Deleted)) != 0 && needs.Filter?.Columns.FirstOrDefault(IsMissing) is { } filtered
            ? $"Listener {needs.RowRoutes.First().Name} filters {table.Name} by '{filtered}' (Where), which is not in its replica identity; publishing updates and deletes with that filter would make those statements fail for everybody."
            : null;
    }
}
