using PostgresWorker.Generated;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>What the listeners of one table want that order their changes alike.</summary>
/// <param name="Table">All that listens to the table.</param>
/// <param name="OrderBy">The column that orders; null for the table's key.</param>
/// <param name="Routes">The listeners that say so.</param>
internal sealed record CaptureNeeds(TableNeeds Table, string? OrderBy, IReadOnlyList<ListenerRoute> Routes)
{
    private const ChangeKinds Captured = ChangeKinds.Rows | ChangeKinds.Truncated;

    private ChangeKinds Kinds => Routes.Aggregate(ChangeKinds.None, (kinds, route) => kinds | route.Kinds);

    /// <summary>One for each table and order; messages have no table.</summary>
    public static IReadOnlyList<CaptureNeeds> Of(IEnumerable<ListenerRoute> routes) =>
    [
        .. TableNeeds.Of(routes)
            .SelectMany(table => table.Routes
                .Where(route => (route.Kinds & Captured) != 0)
                .GroupBy(route => route.OrderBy)
                .Select(order => new CaptureNeeds(table, order.Key, [.. order])))
            .OrderBy(need => need.Table.Table.Schema, StringComparer.Ordinal)
            .ThenBy(need => need.Table.Table.Name, StringComparer.Ordinal)
            .ThenBy(need => need.OrderBy, StringComparer.Ordinal),
    ];

    /// <summary>
    /// The triggers, with the key's columns in them: an update that moves a row orders changes, whatever else it leaves as it was. As with a publication, a listener of inserts hears of rows that come to
    /// meet the condition where updates of the table are captured at all; a listener of deletes of those that cease to.
    /// </summary>
    public IEnumerable<TriggerSpec> Triggers(IReadOnlyList<string> keyColumns)
    {
        var condition = Table.Where;
        var hasUpdates = (Table.Kinds & ChangeKinds.Updated) != 0;
        foreach (var @event in Enum.GetValues<CaptureEvent>())
        {
            var isWanted = @event switch
            {
                CaptureEvent.Insert => (Kinds & ChangeKinds.Inserted) != 0,
                CaptureEvent.Update => (Kinds & ChangeKinds.Updated) != 0,
                CaptureEvent.Enter => condition is not null && hasUpdates && (Kinds & ChangeKinds.Inserted) != 0,
                CaptureEvent.Leave => condition is not null && hasUpdates && (Kinds & ChangeKinds.Deleted) != 0,
                CaptureEvent.Delete => (Kinds & ChangeKinds.Deleted) != 0,
                _ => (Kinds & ChangeKinds.Truncated) != 0,
            };
            if (isWanted)
            {
                yield return @event == CaptureEvent.Truncate
                    ? new TriggerSpec(@event, [], [], null)
                    : new TriggerSpec(@event, keyColumns, @event == CaptureEvent.Update ? Watched(keyColumns) : [], condition);
            }
        }
    }

    /// <summary>The columns of which one must differ; none where a listener takes every update.</summary>
    private IReadOnlyList<string> Watched(IReadOnlyList<string> keyColumns)
    {
        var updated = Routes.Where(route => (route.Kinds & ChangeKinds.Updated) != 0).ToArray();
        return updated.Any(route => route.WhenChanged.Count == 0)
            ? []
            : [.. updated.SelectMany(route => route.WhenChanged).Concat(keyColumns).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
