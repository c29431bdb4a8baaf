using Microsoft.Extensions.Logging;

namespace PostgresWorker.Observability;

/// <summary>What is said of shards and of who shares them.</summary>
internal static partial class Log
{
    [LoggerMessage(PostgresWorkerEventIds.ShardTaken, LogLevel.Information, "Source {Source} takes shard {Shard}; {Instances} instances share it")]
    public static partial void ShardTaken(ILogger logger, string source, string shard, int instances);

    [LoggerMessage(PostgresWorkerEventIds.ShardGivenUp, LogLevel.Information, "Source {Source} reads shard {Shard} no more; everything of it up to {Position} is handled")]
    public static partial void ShardGivenUp(ILogger logger, string source, string shard, Lsn position);

    [LoggerMessage(PostgresWorkerEventIds.ShardsStandby, LogLevel.Information, "Source {Source} stands by: it runs with Shards = {Count}, and with {Wanted} when no instance of that is left")]
    public static partial void ShardsStandby(ILogger logger, string source, int count, int wanted);

    [LoggerMessage(PostgresWorkerEventIds.ShardsChanging, LogLevel.Information, "Source {Source} is changed from Shards = {Count} to {Next}")]
    public static partial void ShardsChanging(ILogger logger, string source, int count, int next);

    [LoggerMessage(PostgresWorkerEventIds.ShardsHandOver, LogLevel.Information, "Source {Source} is read by Shards = {Count} up to {Position}, behind which {Next} go on")]
    public static partial void ShardsHandOver(ILogger logger, string source, int count, Lsn position, int next);

    [LoggerMessage(PostgresWorkerEventIds.ShardsChanged, LogLevel.Information, "Source {Source} runs with Shards = {Next} behind {Position}, no more with {Count}")]
    public static partial void ShardsChanged(ILogger logger, string source, int count, int next, Lsn position);

    [LoggerMessage(PostgresWorkerEventIds.ShardsUndone, LogLevel.Warning, "Source {Source} runs with Shards = {Count}; a change to {Next} was begun and is given up, before anything was delivered by it")]
    public static partial void ShardsUndone(ILogger logger, string source, int count, int next);

    [LoggerMessage(PostgresWorkerEventIds.ShardRestKept, LogLevel.Warning, "Source {Source} could not drop what is left of another number of shards, for which the server keeps WAL; it tries again, or run: {Sql}")]
    public static partial void ShardRestKept(ILogger logger, Exception exception, string source, string sql);

    [LoggerMessage(PostgresWorkerEventIds.ShardsNotShared, LogLevel.Warning, "Source {Source} could not tell the instances that share it that it is there; it goes on with the shards that it has, and tries again")]
    public static partial void ShardsNotShared(ILogger logger, Exception exception, string source);
}
