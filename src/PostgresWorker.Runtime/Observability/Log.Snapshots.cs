using Microsoft.Extensions.Logging;

namespace PostgresWorker.Observability;

/// <summary>What is said of snapshots.</summary>
internal static partial class Log
{
    [LoggerMessage(PostgresWorkerEventIds.SnapshotStarted, LogLevel.Information, "Source {Source} begins snapshot {Snapshot} of {Table} (about {Estimated} rows)")]
    public static partial void SnapshotStarted(ILogger logger, string source, long snapshot, TableName table, long? estimated);

    [LoggerMessage(PostgresWorkerEventIds.SnapshotResumed, LogLevel.Information, "Source {Source} goes on with snapshot {Snapshot} of {Table} behind {Rows} rows")]
    public static partial void SnapshotResumed(ILogger logger, string source, long snapshot, TableName table, long rows);

    [LoggerMessage(PostgresWorkerEventIds.SnapshotProgressed, LogLevel.Information, "Source {Source}: {Rows} rows of snapshot {Snapshot} of {Table} are finished, of about {Estimated}")]
    public static partial void SnapshotProgressed(ILogger logger, string source, long snapshot, TableName table, long rows, long? estimated);

    [LoggerMessage(PostgresWorkerEventIds.SnapshotDone, LogLevel.Information, "Source {Source} has finished snapshot {Snapshot} of {Table}: {Rows} rows")]
    public static partial void SnapshotDone(ILogger logger, string source, long snapshot, TableName table, long rows);

    [LoggerMessage(PostgresWorkerEventIds.SnapshotCancelled, LogLevel.Information, "Source {Source} ends snapshot {Snapshot} of {Table} behind {Rows} rows, for it was cancelled")]
    public static partial void SnapshotCancelled(ILogger logger, string source, long snapshot, TableName table, long rows);

    [LoggerMessage(PostgresWorkerEventIds.SnapshotFailed, LogLevel.Error, "Source {Source} can't go on with snapshot {Snapshot} of {Table}, and goes on without: {Reason}")]
    public static partial void SnapshotFailed(ILogger logger, Exception exception, string source, long snapshot, TableName table, string reason);

    [LoggerMessage(PostgresWorkerEventIds.SnapshotPostponed, LogLevel.Warning, "Source {Source} could not read the next rows of its snapshot, and tries again in {Delay}")]
    public static partial void SnapshotPostponed(ILogger logger, Exception exception, string source, TimeSpan delay);
}
