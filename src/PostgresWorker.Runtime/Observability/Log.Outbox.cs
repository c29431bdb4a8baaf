using Microsoft.Extensions.Logging;

namespace PostgresWorker.Observability;

/// <summary>What is said of outboxes and of who shares them.</summary>
internal static partial class Log
{
    [LoggerMessage(PostgresWorkerEventIds.OutboxRead, LogLevel.Information, "Source {Source} reads outbox {Outbox} of {Captures} captures as instance {Instance}")]
    public static partial void OutboxRead(ILogger logger, string source, string outbox, int captures, long instance);

    [LoggerMessage(PostgresWorkerEventIds.NotListening, LogLevel.Warning, "Source {Source} does not hear notifications on {Channel}; it looks every so often, and listens again in {Delay}")]
    public static partial void NotListening(ILogger logger, Exception exception, string source, string channel, TimeSpan delay);

    [LoggerMessage(PostgresWorkerEventIds.SegmentTruncated, LogLevel.Debug, "Source {Source} truncated {Segment}, which was empty")]
    public static partial void SegmentTruncated(ILogger logger, string source, string segment);

    [LoggerMessage(PostgresWorkerEventIds.UpkeepFailed, LogLevel.Warning, "Source {Source} could not tidy its outbox or look after its triggers; it tries again in {Delay}")]
    public static partial void UpkeepFailed(ILogger logger, Exception exception, string source, TimeSpan delay);

    [LoggerMessage(PostgresWorkerEventIds.OutboxDrifted, LogLevel.Error, "Source {Source} may miss changes: {Problem}")]
    public static partial void OutboxDrifted(ILogger logger, string source, string problem);

    [LoggerMessage(PostgresWorkerEventIds.CaptureMissing, LogLevel.Error, "Source {Source}: table {Table} is not there, or not by this name; its changes wait in the outbox until it is, or until no listener is for it")]
    public static partial void CaptureMissing(ILogger logger, string source, TableName table);

    [LoggerMessage(PostgresWorkerEventIds.InstanceJoined, LogLevel.Information, "Source {Source}: this is instance {Instance}, {Name}")]
    public static partial void InstanceJoined(ILogger logger, string source, long instance, string name);

    [LoggerMessage(PostgresWorkerEventIds.InstanceRemoved, LogLevel.Warning, "Source {Source}: instance {Instance}, {Name}, was not heard of for its lease; its lanes are free")]
    public static partial void InstanceRemoved(ILogger logger, string source, long instance, string name);

    [LoggerMessage(PostgresWorkerEventIds.LanesTaken, LogLevel.Information, "Source {Source} took {Count} lanes and holds {Held}")]
    public static partial void LanesTaken(ILogger logger, string source, int count, int held);

    [LoggerMessage(PostgresWorkerEventIds.LanesGivenUp, LogLevel.Information, "Source {Source} gave up {Count} lanes and holds {Held}")]
    public static partial void LanesGivenUp(ILogger logger, string source, int count, int held);

    [LoggerMessage(PostgresWorkerEventIds.LeaseNotRenewed, LogLevel.Warning, "Source {Source} could not renew its lease, which lasts for another {Left}")]
    public static partial void LeaseNotRenewed(ILogger logger, Exception exception, string source, TimeSpan left);

    [LoggerMessage(PostgresWorkerEventIds.InstanceNotRemoved, LogLevel.Warning, "Source {Source}: instance {Instance} could not remove itself; others do when its lease has run out")]
    public static partial void InstanceNotRemoved(ILogger logger, Exception exception, string source, long instance);
}
