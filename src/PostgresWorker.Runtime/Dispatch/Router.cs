using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Dispatch;

/// <summary>Finds the listeners of a change and reads it for each of them.</summary>
/// <param name="routes">The source's listeners.</param>
internal sealed class Router(IReadOnlyList<ListenerRoute> routes)
{
    private readonly Dictionary<TableName, TableRoutes> _tables = [];
    private readonly MessageRoutes _messages = new(routes);
    private TableRoutes? _last;
    private bool _isKeyReplaced;

    /// <summary>Adds to <paramref name="into"/> what is to be delivered of a changed row.</summary>
    /// <returns>
    /// Whether the change must wait for all before it, and all behind it for the change: it moves the row to another key of a
    /// listener's, or may do so unseen, or is the first that is written with another key of the table.
    /// </returns>
    /// <exception cref="RowLayoutException">The table's columns no longer fit a listener's row type.</exception>
    public bool RouteRow(in RawChange change, List<RoutedChange> into)
    {
        var table = Routes(change.Tables[0]);
        var image = change.Image;
        var isBarrier = _isKeyReplaced;
        _isKeyReplaced = false;
        for (var i = 0; i < table.Keys.Length; i++)
        {
            isBarrier |= RouteRow(change, image, table, i, into);
        }

        return isBarrier;
    }

    /// <summary>Adds to <paramref name="into"/> what is to be delivered of truncated tables.</summary>
    public void RouteTruncate(in RawChange change, List<RoutedChange> into)
    {
        var ordinal = change.Ordinal;
        foreach (var layout in change.Tables)
        {
            foreach (var (route, _, _, _) in Routes(layout).Bound)
            {
                if ((route.Kinds & ChangeKinds.Truncated) != 0)
                {
                    var context = new ChangeContext(change.Transaction, layout.Table, change.Lsn, ordinal);
                    into.Add(new RoutedChange(route, route.Read(new Truncated(context, change.Cascade, change.RestartIdentity)), context, 0, null));
                }
            }

            // One record truncates many tables: each is a change of its own.
            ordinal++;
        }
    }

    /// <summary>Adds to <paramref name="into"/> what is to be delivered of a message.</summary>
    public void RouteMessage(in RawChange change, List<RoutedChange> into) => _messages.Route(change, into);

    /// <summary>Adds what goes to the listeners of one key.</summary>
    /// <returns>Whether the change moves the row from another key, or its old key is not known. What is filtered out counts too: what comes behind it must not overtake what was before.</returns>
    private static bool RouteRow(in RawChange change, in RowImage image, TableRoutes table, int keyIndex, List<RoutedChange> into)
    {
        int? key = null;
        foreach (var bound in table.Bound)
        {
            if (bound.Key != keyIndex || (bound.Route.Kinds & change.RowKind) == 0)
            {
                continue;
            }

            key ??= table.Keys[keyIndex].Of(image);
            if (change.RowKind == ChangeKinds.Updated && bound.Watched?.MayDiffer(image) == false)
            {
                continue;
            }

            var context = new ChangeContext(change.Transaction, table.Layout.Table, change.Lsn, change.Ordinal);
            into.Add(Read(bound.Route, bound.Binding, change.RowKind, image, context, key.Value));
        }

        return key is { } found &&
            ((table.Keys[keyIndex].IsUnsent && change.RowKind != ChangeKinds.Inserted && image.OldKind != OldTupleKind.Full) || table.Keys[keyIndex].IsMoved(image, found));
    }

    private static RoutedChange Read(ListenerRoute route, RowBinding binding, ChangeKinds kind, in RowImage image, ChangeContext context, int key)
    {
        try
        {
            return new RoutedChange(route, route.Read(kind, binding, image, context), context, key, null);
        }
#pragma warning disable CA1031 // The row type's own constructor may throw anything, and that concerns its listener and key, not the whole stream.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new RoutedChange(route, null, context, key, e);
        }
    }

    private TableRoutes Routes(TableLayout layout)
    {
        // Nearly always the table of the change before.
        if (_last?.Layout == layout)
        {
            return _last;
        }

        if (!_tables.TryGetValue(layout.Table, out var table) || table.Layout != layout)
        {
            var before = table;
            _tables[layout.Table] = table = new TableRoutes(layout, routes.Where(route => route.Table == layout.Table));
            _isKeyReplaced |= before is not null && !before.HasSameKeys(table);
        }

        return _last = table;
    }
}
