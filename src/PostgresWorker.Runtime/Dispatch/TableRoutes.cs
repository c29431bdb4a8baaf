using PostgresWorker.Generated;

namespace PostgresWorker.Dispatch;

/// <summary>The listeners of one table, bound to one layout of it.</summary>
internal sealed class TableRoutes
{
    public TableRoutes(TableLayout layout, IEnumerable<ListenerRoute> routes)
    {
        Layout = layout;
        Bound = [.. routes.Select(route => new BoundRoute(route, RowBinding.Create(layout, route.Columns)))];
    }

    public TableLayout Layout { get; }

    public BoundRoute[] Bound { get; }
}

/// <summary>A listener whose columns are bound to one layout of its table.</summary>
internal sealed record BoundRoute(ListenerRoute Route, RowBinding Binding);
