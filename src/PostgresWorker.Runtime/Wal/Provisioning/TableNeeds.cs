using PostgresWorker.Generated;

namespace PostgresWorker.Wal.Provisioning;

/// <summary>What the listeners of one table need of it.</summary>
internal sealed record TableNeeds(TableName Table, IReadOnlyList<ListenerRoute> Routes)
{
    public ChangeKinds Kinds => Routes.Aggregate(ChangeKinds.None, (kinds, route) => kinds | route.Kinds);

    /// <summary>The listeners that take rows, which a filter concerns.</summary>
    public IEnumerable<ListenerRoute> RowRoutes => Routes.Where(route => (route.Kinds & ChangeKinds.Rows) != 0);

    /// <summary>The condition that these listeners say; all the same.</summary>
    public string? Where => RowRoutes.FirstOrDefault()?.Where;

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
