using System.Collections.Frozen;

namespace PostgresWorker.Observability.Warnings;

/// <summary>
/// The events from Warning on that may come a thousand times for one cause, with the values that tell of whom they are. All others are told each time: they are rare, or each tells of changes that were lost, put aside or discarded, or of what
/// somebody has asked for.
/// </summary>
internal static class RepeatedEvents
{
    private static readonly string[] Source = ["Source"], Listener = ["Listener"];

    public static FrozenDictionary<int, string[]> Subjects { get; } = new Dictionary<int, string[]>
    {
        [PostgresWorkerEventIds.FiguresNotRead] = Source,
        [PostgresWorkerEventIds.ConnectionFailed] = Source,
        [PostgresWorkerEventIds.PublicationNotSeen] = Source,
        [PostgresWorkerEventIds.HandledNotPruned] = Source,
        [PostgresWorkerEventIds.CheckpointNotWritten] = Source,
        [PostgresWorkerEventIds.SkipCameLate] = Source,
        [PostgresWorkerEventIds.BatchSplit] = Listener,

        // An outage of the database is one, however many listeners have transactions.
        [PostgresWorkerEventIds.DeliveryHeldUp] = ["Source", "What"],
        [PostgresWorkerEventIds.DeliveryFailed] = Listener,

        // What becomes of the change is told each time: 1420, 1430 or 1003.
        [PostgresWorkerEventIds.DeliveryExhausted] = Listener,
        [PostgresWorkerEventIds.DeadLetterNotWritten] = Listener,
        [PostgresWorkerEventIds.DeadLetterRequestsFailed] = Source,
        [PostgresWorkerEventIds.ParkedNotWritten] = Listener,
        [PostgresWorkerEventIds.SnapshotPostponed] = Source,
        [PostgresWorkerEventIds.NotListening] = Source,
        [PostgresWorkerEventIds.UpkeepFailed] = Source,
        [PostgresWorkerEventIds.LeaseNotRenewed] = Source,
        [PostgresWorkerEventIds.ShardRestKept] = ["Source", "Sql"],
        [PostgresWorkerEventIds.ShardsNotShared] = Source,
    }.ToFrozenDictionary();
}
