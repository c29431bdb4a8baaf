using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Dispatch;

/// <summary>Finds the listeners of a change and reads it for each of them.</summary>
/// <param name="routes">The source's listeners.</param>
/// <param name="wire">Where what came is kept until it is finished.</param>
/// <param name="mayPark">Whether keys of a listener may be parked: then what it does not want, but moves a row to another key, is no mere mark.</param>
/// <param name="unfit">Told of each listener whose row type a table does not fit any more, and whose changes then fail; null where that ends everything.</param>
internal sealed class Router(IReadOnlyList<ListenerRoute> routes, WireStore wire, Func<ListenerRoute, bool>? mayPark = null, Action<ListenerRoute, RowLayoutException>? unfit = null)
{
    private readonly Dictionary<TableName, TableRoutes> _tables = [];
    private readonly MessageRoutes _messages = new(routes, wire);
    private TableRoutes? _last;
    private bool _isKeyReplaced;

    /// <summary>Adds to <paramref name="into"/> what is to be delivered of a changed row.</summary>
    /// <returns>
    /// Whether the change must wait for all before it of its table, and all behind it for the change: the key that its row had is not known, or it is
    /// the first that is written with another key of the table.
    /// </returns>
    /// <exception cref="RowLayoutException">The table's columns no longer fit a listener's row type, and nobody is told instead.</exception>
    public bool RouteRow(in RawChange change, IRoutedChanges into)
    {
        var table = Routes(change.Tables[0]);
        var isBarrier = _isKeyReplaced;
        _isKeyReplaced = false;
        var isKept = false;
        for (var i = 0; i < table.Keys.Length; i++)
        {
            if (change.Order is null || change.Order.OrderBy == table.Keys[i].OrderBy)
            {
                isBarrier |= RouteRow(change, table, i, into, ref isKept);
            }
        }

        return isBarrier;
    }

    /// <summary>Adds to <paramref name="into"/> what is to be delivered of truncated tables.</summary>
    public void RouteTruncate(in RawChange change, IRoutedChanges into)
    {
        var ordinal = change.Ordinal;
        foreach (var layout in change.Tables)
        {
            foreach (var (route, _, _, _) in Routes(layout).Bound)
            {
                if ((route.Kinds & ChangeKinds.Truncated) != 0 && (change.Order is null || change.Order.OrderBy == route.OrderBy))
                {
                    var context = new ChangeContext(change.Transaction, layout.Table, change.Lsn, ordinal);
                    var truncated = route.Read(new Truncated(context, change.Cascade, change.RestartIdentity));
                    into.Add() = new RoutedChange(route, truncated, context, 0) { Wire = Truncation(change, layout) };
                }
            }

            // One record truncates many tables: each is a change of its own.
            ordinal++;
        }
    }

    /// <summary>Adds to <paramref name="into"/> what is to be delivered of a message.</summary>
    public void RouteMessage(in RawChange change, IRoutedChanges into) => _messages.Route(change, into);

    /// <summary>Adds what goes to the listeners of one key.</summary>
    /// <returns>Whether the key that the row had is not known. What is filtered out counts too: what comes behind it must not overtake what was before.</returns>
    private bool RouteRow(in RawChange change, TableRoutes table, int keyIndex, IRoutedChanges into, ref bool isKept)
    {
        ref readonly var image = ref change.Image;
        int? key = null;
        int? old = null;
        var by = table.Keys[keyIndex];
        foreach (var bound in table.Bound)
        {
            if (bound.Key != keyIndex || (bound.Route.Kinds & change.RowKind) == 0)
            {
                continue;
            }

            if (key is null)
            {
                key = by.Of(image);
                old = by.OldOf(image, key.Value);
            }

            if (change.RowKind != ChangeKinds.Updated || bound.Watched?.MayDiffer(image) != false)
            {
                // In its place, field by field: it is large, and each copy of it is told to the collector.
                ref var routed = ref into.Add();
                routed.Route = bound.Route;
                routed.Context = Context(change, table);
                routed.Key = key.Value;
                var failure = change.Failure ?? bound.Failure;
                routed.Change = failure is null ? Read(bound.Route, bound.Binding!, change.RowKind, image, routed.Context, out failure) : null;
                if (failure is not null || old is not null)
                {
                    routed = routed with { ReadFailure = failure, OldKey = old };
                }

                routed.Wire = Keep(change, table.Layout, ref isKept);
            }
            else if (old is { } from)
            {
                ref var mark = ref into.Add();
                mark = RoutedChange.Mark(bound.Route, Context(change, table), key.Value, from) with { IsUnwanted = mayPark?.Invoke(bound.Route) == true };
                if (mark.IsUnwanted)
                {
                    mark.Wire = Keep(change, table.Layout, ref isKept);
                }
            }
        }

        return key is not null && change.RowKind is not (ChangeKinds.Inserted or ChangeKinds.Existing) && by.IsUnknown(image);
    }

    private static ChangeContext Context(in RawChange change, TableRoutes table) => change.Id is { } id
        ? new(change.Transaction, table.Layout.Table, change.Lsn, change.Ordinal) { Id = id }
        : new(change.Transaction, table.Layout.Table, change.Lsn, change.Ordinal);

    private static WireChange Truncation(in RawChange change, TableLayout layout) =>
        new(RawChangeKind.Truncate, default) { Layout = layout, Cascade = change.Cascade, RestartIdentity = change.RestartIdentity, Lane = change.Lane };

    /// <summary>Copies the row, once for all that is to be delivered of it.</summary>
    private WireChange Keep(in RawChange change, TableLayout layout, ref bool isKept)
    {
        var bytes = isKept ? wire.Share(change.Image.Old.Length, change.Image.New.Length) : wire.Copy(change.Image.Old, change.Image.New);
        isKept = true;
        return new WireChange(RawChangeKind.Row, bytes) { Layout = layout, RowKind = change.RowKind, OldKind = change.Image.OldKind, Lane = change.Lane };
    }

    /// <summary>The change as its listener takes it, or why its row could not be read.</summary>
    internal static RoutedChange Read(ListenerRoute route, RowBinding binding, ChangeKinds kind, in RowImage image, ChangeContext context, int key) =>
        new(route, Read(route, binding, kind, image, context, out var failure), context, key) { ReadFailure = failure };

    private static Change? Read(ListenerRoute route, RowBinding binding, ChangeKinds kind, in RowImage image, ChangeContext context, out Exception? failure)
    {
        try
        {
            failure = null;
            return route.Read(kind, binding, image, context);
        }
#pragma warning disable CA1031 // The row type's own constructor may throw anything, and that concerns its listener and key, not the whole stream.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
            return null;
        }
    }

    private TableRoutes Routes(TableLayout layout)
    {
        // Nearly always the table of the change before.
        if (_last?.Layout == layout)
        {
            return _last;
        }

        return _last = _tables.TryGetValue(layout.Table, out var table) && table.Layout == layout ? table : Bind(layout, table);
    }

    // Its lambda keeps the layout, which would cost each change a closure were it in the method above.
    private TableRoutes Bind(TableLayout layout, TableRoutes? before)
    {
        var table = new TableRoutes(layout, routes.Where(route => route.Table == layout.Table), unfit);
        _tables[layout.Table] = table;
        _isKeyReplaced |= before is not null && !before.HasSameKeys(table);
        return table;
    }
}
