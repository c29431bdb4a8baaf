using PostgresWorker.Generated;

namespace PostgresWorker.Dispatch;

/// <summary>The listeners of one table, bound to one layout of it.</summary>
internal sealed class TableRoutes
{
    /// <param name="layout">The layout.</param>
    /// <param name="routes">The table's listeners.</param>
    /// <param name="unfit">Told of each listener whose row type does not fit; null where that ends everything.</param>
    /// <exception cref="RowLayoutException">One does not.</exception>
    public TableRoutes(TableLayout layout, IEnumerable<ListenerRoute> routes, Action<ListenerRoute, RowLayoutException>? unfit = null)
    {
        var all = routes.ToArray();
        Layout = layout;
        Keys = [.. all.Select(route => route.OrderBy).Distinct(StringComparer.Ordinal).Select(column => new ChangeKey(layout, column))];
        Bound = [.. all.Select(route => Bind(layout, route, Array.FindIndex(Keys, key => key.OrderBy == route.OrderBy), unfit))];
    }

    public TableLayout Layout { get; }

    /// <summary>What orders the listeners' changes: nearly always the table's key alone.</summary>
    public ChangeKey[] Keys { get; }

    public BoundRoute[] Bound { get; }

    /// <summary>Whether rows have the same keys as by the other layout.</summary>
    public bool HasSameKeys(TableRoutes other) => !Keys.Where((key, i) => !key.IsSame(other.Keys[i])).Any();

    private static BoundRoute Bind(TableLayout layout, ListenerRoute route, int key, Action<ListenerRoute, RowLayoutException>? unfit)
    {
        // A column that is gone may have changed, for all that is known.
        var isWatched = route.WhenChanged.Count > 0 && !route.WhenChanged.Except(Array.ConvertAll(layout.Columns.ToArray(), column => column.Name), StringComparer.Ordinal).Any();
        var watched = isWatched ? new WatchedColumns(layout, route.WhenChanged) : null;
        try
        {
            return new BoundRoute(route, RowBinding.Create(layout, route.Columns), key, watched);
        }
        catch (RowLayoutException e) when (unfit is not null)
        {
            unfit(route, e);
            return new BoundRoute(route, null, key, watched) { Failure = e };
        }
    }
}

/// <summary>A listener whose columns are bound to one layout of its table.</summary>
/// <param name="Route">The listener.</param>
/// <param name="Binding">Its row type's columns; null where they do not fit.</param>
/// <param name="Key">Which of the table's keys orders its changes.</param>
/// <param name="Watched">What must differ for an update to be delivered; null where every update is.</param>
internal sealed record BoundRoute(ListenerRoute Route, RowBinding? Binding, int Key, WatchedColumns? Watched)
{
    /// <summary>Why no row of the layout can be read; null where they can.</summary>
    public RowLayoutException? Failure { get; init; }
}
