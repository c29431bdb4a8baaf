using PostgresWorker.Generated;

namespace PostgresWorker.Dispatch;

/// <summary>The listeners of one table, bound to one layout of it.</summary>
internal sealed class TableRoutes
{
    public TableRoutes(TableLayout layout, IEnumerable<ListenerRoute> routes)
    {
        var all = routes.ToArray();
        Layout = layout;
        Keys = [.. all.Select(route => route.OrderBy).Distinct(StringComparer.Ordinal).Select(column => new ChangeKey(layout, column))];
        Bound = [.. all.Select(route => new BoundRoute(
            route,
            RowBinding.Create(layout, route.Columns),
            Array.FindIndex(Keys, key => key.OrderBy == route.OrderBy),
            route.WhenChanged.Count == 0 ? null : new WatchedColumns(layout, route.WhenChanged)))];
    }

    public TableLayout Layout { get; }

    /// <summary>What orders the listeners' changes: nearly always the table's key alone.</summary>
    public ChangeKey[] Keys { get; }

    public BoundRoute[] Bound { get; }

    /// <summary>Whether rows have the same keys as by the other layout.</summary>
    public bool HasSameKeys(TableRoutes other) => !Keys.Where((key, i) => !key.IsSame(other.Keys[i])).Any();
}

/// <summary>A listener whose columns are bound to one layout of its table.</summary>
/// <param name="Route">The listener.</param>
/// <param name="Binding">Its row type's columns.</param>
/// <param name="Key">Which of the table's keys orders its changes.</param>
/// <param name="Watched">What must differ for an update to be delivered; null where every update is.</param>
internal sealed record BoundRoute(ListenerRoute Route, RowBinding Binding, int Key, WatchedColumns? Watched);
