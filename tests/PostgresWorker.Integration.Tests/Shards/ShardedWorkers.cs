using System.Runtime.CompilerServices;
using PostgresWorker.Integration.Server;
using PostgresWorker.Integration.Worker;

namespace PostgresWorker.Integration.Shards;

/// <summary>What tests ask of a divided source.</summary>
internal static class ShardedWorkers
{
    /// <summary>A database with room in its name for those of shards.</summary>
    public static Task<TestDatabase> DatabaseAsync(PostgresServer server, string? schema = TestDatabase.OrdersTable, [CallerMemberName] string test = "")
    {
        var hash = (uint)test.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));
        return TestDatabase.CreateAsync(server.Server, schema, $"{test[..Math.Min(test.Length, 20)]}_{hash:x}", "shards");
    }

    /// <summary>Starts a worker of the orders' listeners over some shards, and returns when it reads one.</summary>
    public static Task<RunningWorker> StartAsync(TestDatabase database, int shards, Inbox? inbox = null, Action<SourceOptions>? configure = null) =>
        StartAsync<Shop>(database, shards, inbox, configure);

    public static async Task<RunningWorker> StartAsync<TSource>(TestDatabase database, int shards, Inbox? inbox = null, Action<SourceOptions>? configure = null)
        where TSource : ISourceNamed
    {
        var worker = await RunningWorker.BeginAsync<TSource>(database, options => { options.Shards = shards; configure?.Invoke(options); }, inbox);
        return worker;
    }

    /// <summary>Waits until a worker reads so many shards.</summary>
    public static Task ReadsAsync<TSource>(this RunningWorker worker, int count)
        where TSource : ISourceNamed => Eventually.IsTrueAsync(
            () => worker.Control.GetStatus(TSource.Name) is { State: SourceState.Running } status && status.Shards.Count == count,
            () => $"{count} shards are read, and not {string.Join(", ", worker.Control.GetStatus(TSource.Name).Shards)}, {worker.Control.GetStatus(TSource.Name).State}; the log is:\n{worker.Log}");

    public static Task ReadsAsync(this RunningWorker worker, int count) => worker.ReadsAsync<Shop>(count);

    /// <summary>Waits until these are the test's slots: what is left of another number is dropped behind the change.</summary>
    public static async Task HasSlotsAsync(this TestDatabase database, params string[] names)
    {
        string[] slots = [];
        await Eventually.IsTrueAsync(
            async () => (slots = await database.SlotsAsync()).Order(StringComparer.Ordinal).SequenceEqual(names.Order(StringComparer.Ordinal)), () => $"the slots are {string.Join(", ", names)}, and not {string.Join(", ", slots)}");
    }

    /// <summary>The names of the test's slots, in order.</summary>
    public static async Task<string[]> SlotsAsync(this TestDatabase database) =>
        await database.ScalarAsync<string[]>("SELECT coalesce(array_agg(slot_name::text ORDER BY slot_name), '{}') FROM pg_replication_slots WHERE database = current_database()");
}
