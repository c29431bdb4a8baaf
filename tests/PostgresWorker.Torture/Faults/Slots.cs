using PostgresWorker.Torture.Oracle;
using PostgresWorker.Torture.Workload;

namespace PostgresWorker.Torture.Faults;

/// <summary>The slots of the workers: one, or one for each shard, which has a part of the keys.</summary>
internal static class Slots
{
    /// <summary>Their names, in the order of the shards.</summary>
    public static IReadOnlyList<string> Of(int shards) => shards == 1 ? [Schema.Slot] : [.. Enumerable.Range(1, shards).Select(shard => $"{Schema.Slot}_{shard}of{shards}")];

    /// <summary>The names as an array of SQL.</summary>
    public static string Sql(int shards) => $"ARRAY[{string.Join(", ", Of(shards).Select(slot => $"'{slot}'"))}]::name[]";

    /// <summary>Which shard each change is of, as the filters of the publications say that the server keeps. A row that moves from one to another is deleted from the one, and inserted in the other.</summary>
    public static async Task<IReadOnlyList<ReferenceEvent>> DivideAsync(Arena arena, IReadOnlyList<ReferenceEvent> reference)
    {
        if (arena.Options.Shards == 1)
        {
            return reference;
        }

        Dictionary<(string Table, long Key), int> shards = [];
        foreach (var table in reference.GroupBy(each => each.Content.Table, StringComparer.Ordinal).Where(table => table.Key != ReferenceStream.Messages))
        {
            var keys = table.SelectMany(each => each.OldRow is { } old ? [old.Key, each.Content.Key] : (long[])[each.Content.Key]).Distinct();
            var filters = await arena.ListAsync($"SELECT rowfilter FROM pg_publication_tables WHERE tablename = '{table.Key}' AND pubname ~ 'of{arena.Options.Shards}$' ORDER BY pubname COLLATE \"C\"", row => row.GetString(0));
            var shard = string.Join(' ', filters.Select((filter, index) => $"WHEN {filter} THEN {index}"));
            foreach (var (key, of) in await arena.ListAsync($"SELECT id, CASE {shard} END FROM unnest(ARRAY[{string.Join(',', keys)}]::bigint[]) AS t (id)", row => (row.GetInt64(0), row.GetInt32(1))))
            {
                shards[(table.Key, key)] = of;
            }
        }

        return [.. reference.SelectMany(each => Divide(each, shards)).Select((each, index) => each with { Index = index })];
    }

    private static IEnumerable<ReferenceEvent> Divide(ReferenceEvent change, Dictionary<(string Table, long Key), int> shards)
    {
        var content = change.Content;
        if (content.Action is "TRUNCATE" or "MESSAGE")
        {
            return [change];
        }

        var shard = shards[(content.Table, content.Key)];
        return change.OldRow is { } old && shards[(content.Table, old.Key)] is var before && before != shard
            ? [change with { Content = old, OldRow = null, Shard = before }, change with { Content = content with { Action = "INSERT" }, OldRow = null, Shard = shard }]
            : [change with { Shard = shard }];
    }
}
