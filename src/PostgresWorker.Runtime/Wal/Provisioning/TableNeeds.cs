using PostgresWorker.Generated;
using PostgresWorker.Sharding;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>What the listeners of one table need of it.</summary>
internal sealed record TableNeeds(TableName Table, IReadOnlyList<ListenerRoute> Routes)
{
    /// <summary>What its listeners take. A TRUNCATE is sent to the first shard, for it is to come once.</summary>
    public ChangeKinds Kinds => Routes.Aggregate(ChangeKinds.None, (kinds, route) => kinds | route.Kinds) & (Shard is { IsFirst: false } ? ~ChangeKinds.Truncated : ~ChangeKinds.None);

    /// <summary>The shard whose needs these are; null where the source is not divided.</summary>
    public Shard? Shard { get; init; }

    /// <summary>The condition of the shard's rows; null where it has all.</summary>
    public string? Part { get; init; }

    /// <summary>The columns in it.</summary>
    public IReadOnlyList<string> PartColumns { get; init; } = [];

    /// <summary>The listeners that take rows, which a filter concerns.</summary>
    public IEnumerable<ListenerRoute> RowRoutes => Routes.Where(route => (route.Kinds & ChangeKinds.Rows) != 0);

    /// <summary>The condition that these listeners say, all the same, and that of the shard.</summary>
    public string? Where => (RowRoutes.FirstOrDefault()?.Where, Part) switch
    {
        ({ } condition, { } part) => $"({condition}) AND {part}",
        var (condition, part) => condition ?? part,
    };

    /// <summary>The condition as the server has read it; null where there is none or it has not.</summary>
    public RowFilter? Filter { get; init; }

    /// <summary>The columns that are to be listed in the publication; null for all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The table for a publication, with its columns and its filter.</summary>
    public string ToSql()
    {
        var columns = Columns is null ? "" : $" ({string.Join(", ", Columns.Select(Sql.Identifier))})";
        return $"{Table.ToSql()}{columns}{(Where is { } condition ? $" WHERE ({condition})" : "")}";
    }

    /// <summary>What all of them need.</summary>
    public static ChangeKinds KindsOf(IReadOnlyList<TableNeeds> needs) => needs.Aggregate(ChangeKinds.None, (all, need) => all | need.Kinds);

    /// <summary>One for each table; messages need none.</summary>
    public static IReadOnlyList<TableNeeds> Of(IEnumerable<ListenerRoute> routes) =>
        [.. routes.Where(route => route is not MessageRoute).GroupBy(route => route.Table).Select(group => new TableNeeds(group.Key, [.. group]))];
}
