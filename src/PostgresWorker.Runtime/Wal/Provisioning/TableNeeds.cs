using PostgresWorker.Generated;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>What the listeners of one table need of it.</summary>
internal sealed record TableNeeds(TableName Table, IReadOnlyList<ListenerRoute> Routes)
{
    public ChangeKinds Kinds => Routes.Aggregate(ChangeKinds.None, (kinds, route) => kinds | route.Kinds);

    /// <summary>One for each table; messages need none.</summary>
    public static IReadOnlyList<TableNeeds> Of(IEnumerable<ListenerRoute> routes) =>
        [.. routes.Where(route => route is not MessageRoute).GroupBy(route => route.Table).Select(group => new TableNeeds(group.Key, [.. group]))];
}
