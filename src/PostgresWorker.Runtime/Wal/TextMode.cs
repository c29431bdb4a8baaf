using PostgresWorker.Delivery.Parking;
using PostgresWorker.Generated;
using PostgresWorker.Rows;
using PostgresWorker.Sources;

namespace PostgresWorker.Wal;

/// <summary>
/// Whether a source's stream is asked for the text forms of all values, as some listeners need, or for the binary ones, which are read faster.
/// Once it is text it stays so for the life of the process.
/// </summary>
/// <param name="routes">The source's listeners.</param>
/// <param name="mayPark">Whether keys of a listener may be parked: they must be known by a text that is the same whatever the stream sends.</param>
internal sealed class TextMode(IReadOnlyList<ListenerRoute> routes, Func<ListenerRoute, bool>? mayPark = null)
{
    /// <summary>Whether the next stream is asked for text.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Turns it on where a listener needs it of its table as that is now: known before the first change, it costs no second connection.</summary>
    public async Task DecideAsync(TableCatalog tables, LayoutFactory layouts, CancellationToken cancellationToken)
    {
        foreach (var name in new HashSet<TableName>(Array.ConvertAll(routes.Where(route => route is not MessageRoute).ToArray(), route => route.Table)))
        {
            if (!IsOn && await tables.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } table)
            {
                var columns = await tables.ColumnsAsync(table.Oid, cancellationToken).ConfigureAwait(false);
                IsOn = WhoNeeds(await layouts.CreateAsync(table, columns, cancellationToken).ConfigureAwait(false)) is not null;
            }
        }
    }

    /// <summary>Refuses to go on in binary with a layout that came with the stream and needs text.</summary>
    /// <exception cref="TextFormNeededException">It does; from now on the mode is on.</exception>
    public void Demand(TableLayout layout)
    {
        if (!IsOn && WhoNeeds(layout) is { } route)
        {
            throw TurnOn($"listener {route.Name} needs the text forms of {layout.Table}");
        }
    }

    /// <summary>Turns it on.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="error">What the server said, where it is why.</param>
    /// <returns>What ends the stream that is binary.</returns>
    public TextFormNeededException TurnOn(string reason, Exception? error = null)
    {
        IsOn = true;
        return new TextFormNeededException(reason, error);
    }

    /// <summary>The one place where it is decided.</summary>
    private ListenerRoute? WhoNeeds(TableLayout layout) => routes.FirstOrDefault(route =>
        route.Table == layout.Table && (route.NeedsText(layout) || (mayPark?.Invoke(route) == true && !KeyText.IsKnown(layout, route.OrderBy))));
}
