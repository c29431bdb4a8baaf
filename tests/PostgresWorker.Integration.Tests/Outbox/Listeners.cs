using PostgresWorker.Generated;

namespace PostgresWorker.Integration.Outbox;

/// <summary>Routes as the generator would write them, of listeners that do nothing.</summary>
internal static class Listeners
{
    public static ListenerRoute Of(
        string table, ChangeKinds kinds = ChangeKinds.Rows, string? where = null, string? orderBy = null, string schema = "public", string name = "Shop.On", params string[] whenChanged) =>
        new RowListenerRoute<object>(name, "shop", new TableName(schema, table), kinds, needsServices: false, new BareReader(), static (_, _, _) => default)
        {
            Where = where,
            OrderBy = orderBy,
            WhenChanged = whenChanged,
        };

    public static ListenerRoute Truncates(string table) =>
        new TruncateListenerRoute("Shop.Gone", "shop", new TableName("public", table), needsServices: false, static (_, _, _) => default);
}
