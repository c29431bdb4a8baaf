namespace PostgresWorker.Integration.Worker;

/// <summary>Listeners that say more than source and table. Sources of other names stand for other versions of one application.</summary>
public sealed class SettingsListeners(Inbox inbox)
{
    [PostgresListener("watched", "items", WhenChanged = [nameof(Item.Name), nameof(Item.OrderId)])]
    public Task OnWatched(Change<Item> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    /// <summary>The key is within every replica identity.</summary>
    [PostgresListener("watched-key", "items", WhenChanged = [nameof(ItemKey.Id)])]
    public Task OnKey(Updated<ItemKey> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("ordered", "items", OrderBy = nameof(Item.OrderId))]
    public Task OnOrdered(Change<Item> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("filtered", "items", Where = "order_id <> 7 and name <> 'draft'")]
    [PostgresListener("filtered-otherwise", "items", Where = "order_id > 100")]
    [PostgresListener("filtered-no-more", "items")]
    [PostgresListener("filtered-wrongly", "items", Where = "no_column > 1")]
    [PostgresListener("filtered-by-clock", "items", Where = "now() > '2000-01-01'")]
    public Task OnFiltered(Change<ItemKey> change, CancellationToken ct) => inbox.TakeAsync(change, ct);
}

internal sealed class Watched : ISourceNamed
{
    public static string Name => "watched";
}

internal sealed class WatchedKey : ISourceNamed
{
    public static string Name => "watched-key";
}

internal sealed class Ordered : ISourceNamed
{
    public static string Name => "ordered";
}

internal sealed class Filtered : ISourceNamed
{
    public static string Name => "filtered";
}

internal sealed class FilteredOtherwise : ISourceNamed
{
    public static string Name => "filtered-otherwise";
}

internal sealed class FilteredNoMore : ISourceNamed
{
    public static string Name => "filtered-no-more";
}

internal sealed class FilteredWrongly : ISourceNamed
{
    public static string Name => "filtered-wrongly";
}

internal sealed class FilteredByClock : ISourceNamed
{
    public static string Name => "filtered-by-clock";
}
