using Microsoft.Extensions.Logging;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Observability;

/// <summary>Every log line. No row value and no connection string stands in any of them.</summary>
internal static partial class Log
{
    [LoggerMessage(PostgresWorkerEventIds.SourceStarting, LogLevel.Information, "Source {Source} starts with {Listeners} listeners on slot {Slot}")]
    public static partial void SourceStarting(ILogger logger, string source, int listeners, string slot);

    [LoggerMessage(PostgresWorkerEventIds.SourceWithoutListeners, LogLevel.Warning, "Source {Source} has no listeners and stays idle; annotate a method with [PostgresListener(\"{Source}\", ...)] and call AddListeners()")]
    public static partial void SourceWithoutListeners(ILogger logger, string source);

    [LoggerMessage(PostgresWorkerEventIds.SourceStopped, LogLevel.Information, "Source {Source} stopped; everything up to {Position} is handled")]
    public static partial void SourceStopped(ILogger logger, string source, Lsn position);

    [LoggerMessage(PostgresWorkerEventIds.SourceHalted, LogLevel.Critical, "Source {Source} halts: {Reason}")]
    private static partial void SourceHalted(ILogger logger, Exception? exception, string source, string reason);

    /// <summary>Findings say all; where they were looked for in the code does not help.</summary>
    public static void SourceHalted(ILogger logger, string source, Exception error)
    {
        if (error is PostgresWorkerConfigurationException { InnerException: null } found)
        {
            SourceHalted(logger, null, source, found.Report);
        }
        else
        {
            SourceHalted(logger, error, source, error.Message);
        }
    }

    [LoggerMessage(PostgresWorkerEventIds.DrainTimedOut, LogLevel.Warning, "Source {Source}: handlers did not finish within {DrainTimeout} and are cancelled; their changes come again")]
    public static partial void DrainTimedOut(ILogger logger, string source, TimeSpan drainTimeout);

    [LoggerMessage(PostgresWorkerEventIds.SourceSummary, LogLevel.Information, "Source {Source}, last minute: {Finished} changes finished, {Retries} retries, {DeadLetters} dead letters; {InFlight} in flight, {Lag} behind, everything up to {Position} handled")]
    public static partial void SourceSummary(ILogger logger, string source, long finished, long retries, long deadLetters, int inFlight, TimeSpan lag, Lsn position);

    [LoggerMessage(PostgresWorkerEventIds.FiguresNotRead, LogLevel.Warning, "Source {Source} could not ask the server how it is; metrics and health checks lack that until it can, and changes go on")]
    public static partial void FiguresNotRead(ILogger logger, Exception exception, string source);

    [LoggerMessage(PostgresWorkerEventIds.OptionReloaded, LogLevel.Information, "Source {Source}: {Path} is {Value} from now on")]
    public static partial void OptionReloaded(ILogger logger, string source, string path, object? value);

    [LoggerMessage(PostgresWorkerEventIds.OptionNotReloaded, LogLevel.Warning, "Source {Source}: {Path} was changed, which takes a restart; the source goes on with the value that it had")]
    public static partial void OptionNotReloaded(ILogger logger, string source, string path);

    [LoggerMessage(PostgresWorkerEventIds.OptionsRefused, LogLevel.Warning, "Source {Source}: the configuration was loaded anew and can't work, so everything stays as it was: {Reason}")]
    public static partial void OptionsRefused(ILogger logger, string source, string reason);

    [LoggerMessage(PostgresWorkerEventIds.SourceLeft, LogLevel.Warning, "Source {Source} is left: none of its listeners is called any more, and its connections have not ended within {Time}. They end with the process, and what was not confirmed comes again")]
    public static partial void SourceLeft(ILogger logger, string source, TimeSpan time);

    [LoggerMessage(PostgresWorkerEventIds.Streaming, LogLevel.Information, "Source {Source} reads changes from slot {Slot}")]
    public static partial void Streaming(ILogger logger, string source, string slot);

    [LoggerMessage(PostgresWorkerEventIds.Standby, LogLevel.Information, "Source {Source} stands by: another instance reads slot {Slot}")]
    public static partial void Standby(ILogger logger, string source, string slot);

    [LoggerMessage(PostgresWorkerEventIds.ConnectionFailed, LogLevel.Warning, "Source {Source} lost its connection or could not make it (attempt {Attempt}); the next attempt is in {Delay}")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception, string source, int attempt, TimeSpan delay);

    [LoggerMessage(PostgresWorkerEventIds.Provisioned, LogLevel.Information, "Source {Source} ran: {Sql}")]
    public static partial void Provisioned(ILogger logger, string source, string sql);

    [LoggerMessage(PostgresWorkerEventIds.Confirmed, LogLevel.Debug, "Source {Source} confirmed {Position}")]
    public static partial void Confirmed(ILogger logger, string source, Lsn position);

    [LoggerMessage(PostgresWorkerEventIds.LastConfirmationFailed, LogLevel.Warning, "Source {Source} could not confirm {Position} before it stopped; changes since the confirmation before come again")]
    public static partial void LastConfirmationFailed(ILogger logger, Exception exception, string source, Lsn position);

    [LoggerMessage(PostgresWorkerEventIds.TextMode, LogLevel.Information, "Source {Source} connects again to read text forms, and will from now on: {Reason}")]
    public static partial void TextMode(ILogger logger, string source, string reason);

    [LoggerMessage(PostgresWorkerEventIds.PublicationIncomplete, LogLevel.Warning, "Source {Source} connects again to mend its publication: {Reason}")]
    public static partial void PublicationIncomplete(ILogger logger, string source, string reason);

    [LoggerMessage(PostgresWorkerEventIds.PublicationGap, LogLevel.Error, "Source {Source}: publication {Publication} was changed, and has everything now; changes of {Tables} written between {From} and {To} may not have been sent, and will not be")]
    public static partial void PublicationGap(ILogger logger, string source, string publication, string tables, Lsn from, Lsn to);

    [LoggerMessage(PostgresWorkerEventIds.PublicationNotSeen, LogLevel.Warning, "Source {Source} could not look at publication {Publication}; no position is written or confirmed until it can")]
    public static partial void PublicationNotSeen(ILogger logger, Exception exception, string source, string publication);

    [LoggerMessage(PostgresWorkerEventIds.PublicationFilterChanged, LogLevel.Warning, "Source {Source}: publication {Publication} sends other rows of {Table} now than when the source began: somebody has changed its row filter")]
    public static partial void PublicationFilterChanged(ILogger logger, string source, string publication, string table);

    [LoggerMessage(PostgresWorkerEventIds.PublicationNewer, LogLevel.Warning, "Source {Source}: of publication {Publication} what is younger than the checkpoint {Position} is {What}; if it was made anew meanwhile, changes written before that were not sent, and will not be")]
    public static partial void PublicationNewer(ILogger logger, string source, string publication, Lsn position, string what);

    [LoggerMessage(PostgresWorkerEventIds.CheckpointBegun, LogLevel.Information, "Source {Source} has no checkpoint and begins where slot {Slot} stands, at {Position} (epoch {Epoch})")]
    public static partial void CheckpointBegun(ILogger logger, string source, string slot, Lsn position, long epoch);

    [LoggerMessage(PostgresWorkerEventIds.CheckpointResumed, LogLevel.Information, "Source {Source} goes on behind its checkpoint {Position}; slot {Slot} stands at {Confirmed} (epoch {Epoch})")]
    public static partial void CheckpointResumed(ILogger logger, string source, Lsn position, string slot, Lsn confirmed, long epoch);

    [LoggerMessage(PostgresWorkerEventIds.ResentSkipped, LogLevel.Information, "Source {Source} skipped {Transactions} transactions and messages ({Changes} changes) up to {Position} that were handled before and sent again")]
    public static partial void ResentSkipped(ILogger logger, string source, long transactions, long changes, Lsn position);

    [LoggerMessage(PostgresWorkerEventIds.GapAccepted, LogLevel.Warning, "Source {Source} goes on at {To} without the changes since {From}, as was accepted by {Operator} (epoch {Epoch})")]
    public static partial void GapAccepted(ILogger logger, string source, Lsn from, Lsn to, string? @operator, long epoch);

    [LoggerMessage(PostgresWorkerEventIds.EpochLost, LogLevel.Warning, "Source {Source} was taken over by another instance (epoch {Epoch} is over); it stops its handlers and stands by")]
    public static partial void EpochLost(ILogger logger, string source, long epoch);

    [LoggerMessage(PostgresWorkerEventIds.StoreMigrated, LogLevel.Information, "Source {Source} brought schema postgres_worker to version {Version} ({Name})")]
    public static partial void StoreMigrated(ILogger logger, string source, int version, string name);

    [LoggerMessage(PostgresWorkerEventIds.HandledBefore, LogLevel.Debug, "Listener {Listener} has handled {Count} changes before, of {ChangeId}; they are not delivered again")]
    public static partial void HandledBefore(ILogger logger, string listener, int count, string changeId);

    [LoggerMessage(PostgresWorkerEventIds.HandledNotPruned, LogLevel.Warning, "Source {Source} could not remove records of handled changes that are needed no more; it tries again in a minute")]
    public static partial void HandledNotPruned(ILogger logger, Exception exception, string source);

    [LoggerMessage(PostgresWorkerEventIds.PoolTooSmall, LogLevel.Warning, "Source {Source}: MaxConcurrency is {MaxConcurrency}, and the connection string allows {MaxPoolSize} connections; listeners wait for each other's transactions or locks, and what waits too long is tried again. Raise Maximum Pool Size, or lower MaxConcurrency")]
    public static partial void PoolTooSmall(ILogger logger, string source, int maxConcurrency, int maxPoolSize);

    [LoggerMessage(PostgresWorkerEventIds.CheckpointNotWritten, LogLevel.Warning, "Source {Source} could not write its checkpoint {Position}; changes go on, the server keeps the WAL meanwhile, and it is tried again until it works")]
    public static partial void CheckpointNotWritten(ILogger logger, Exception exception, string source, Lsn position);

    [LoggerMessage(PostgresWorkerEventIds.CheckpointWrittenAgain, LogLevel.Information, "Source {Source} wrote its checkpoint {Position} after {Failures} failures")]
    public static partial void CheckpointWrittenAgain(ILogger logger, string source, Lsn position, int failures);

    [LoggerMessage(PostgresWorkerEventIds.TransactionSkipped, LogLevel.Debug, "Source {Source} does not deliver transaction {TransactionId}, committed at {CommitLsn}: its writer has marked it")]
    public static partial void TransactionSkipped(ILogger logger, string source, uint transactionId, Lsn commitLsn);

    [LoggerMessage(PostgresWorkerEventIds.SkipCameLate, LogLevel.Warning, "Source {Source}: transaction {TransactionId}, committed at {CommitLsn}, was marked to be skipped behind {Changes} of its changes, which are delivered; what stands behind the marker is not. SkipTransactionAsync must be called before the first write")]
    public static partial void SkipCameLate(ILogger logger, string source, uint transactionId, Lsn commitLsn, long changes);

    [LoggerMessage(PostgresWorkerEventIds.PublicationColumnsChanged, LogLevel.Information, "Source {Source}: publication {Publication} lists other columns of {Table} now than when the source began, and still all that listeners need")]
    public static partial void PublicationColumnsChanged(ILogger logger, string source, string publication, string table);

    [LoggerMessage(PostgresWorkerEventIds.SlotResnapshot, LogLevel.Error, "Source {Source}: slot {Slot} no longer has the changes since {Position}, the checkpoint. It goes on from where the slot stands now, or a new one, and reads {Tables} again (OnSlotLost); rows that were deleted in between are told to nobody")]
    public static partial void SlotResnapshot(ILogger logger, string source, string slot, Lsn position, string tables);

    [LoggerMessage(PostgresWorkerEventIds.LayoutBound, LogLevel.Debug, "Source {Source} read the layout of {Table}: {Columns} columns")]
    public static partial void LayoutBound(ILogger logger, string source, TableName table, int columns);

    [LoggerMessage(PostgresWorkerEventIds.RowUnfit, LogLevel.Error, "Source {Source} goes on, and {Problem} Its changes are put aside as ones that can't be read, until a build comes that fits")]
    public static partial void RowUnfit(ILogger logger, string source, string problem);

    [LoggerMessage(PostgresWorkerEventIds.Handled, LogLevel.Debug, "Listener {Listener} handled {ChangeId} at attempt {Attempt}")]
    private static partial void HandledCore(ILogger logger, string listener, string changeId, int attempt);

    // The id is text made on demand: not for a line that is not written.
    public static void Handled<TRouted>(ILogger logger, TRouted routed, int attempt)
        where TRouted : IRouted
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            HandledCore(logger, routed.Route.Name, routed.Id, attempt);
        }
    }

    [LoggerMessage(PostgresWorkerEventIds.DeliveryHeldUp, LogLevel.Warning, "Source {Source}: listener {Listener} can't be called for {ChangeId}, or what it did not be kept: {What}; that is no attempt, and is tried again until it works, in {Delay} and later")]
    public static partial void DeliveryHeldUp(ILogger logger, Exception exception, string source, string listener, string changeId, string what, TimeSpan delay);

    [LoggerMessage(PostgresWorkerEventIds.DeliveryGoesOn, LogLevel.Information, "Source {Source}: listener {Listener} was called again and had its locks and transaction; what was held up goes on")]
    public static partial void DeliveryGoesOn(ILogger logger, string source, string listener);

    [LoggerMessage(PostgresWorkerEventIds.DeliveryFailed, LogLevel.Error, "Listener {Listener} failed to handle {ChangeId} at attempt {Attempt}; the next attempt is in {Delay}")]
    public static partial void DeliveryFailed(ILogger logger, Exception exception, string listener, string changeId, int attempt, TimeSpan delay);

    [LoggerMessage(PostgresWorkerEventIds.BatchSplit, LogLevel.Warning, "Listener {Listener}: a batch of {Count} changes, {ChangeId}, is used up; its halves are tried, to find the change that fails")]
    public static partial void BatchSplit(ILogger logger, string listener, int count, string changeId);

    [LoggerMessage(PostgresWorkerEventIds.DeliveryExhausted, LogLevel.Error, "Listener {Listener} failed to handle {ChangeId} at attempt {Attempt}; there is no further attempt")]
    public static partial void DeliveryExhausted(ILogger logger, Exception exception, string listener, string changeId, int attempt);

    [LoggerMessage(PostgresWorkerEventIds.Discarded, LogLevel.Warning, "Listener {Listener} discarded {ChangeId} at attempt {Attempt}: {Reason}")]
    public static partial void Discarded(ILogger logger, Exception exception, string listener, string changeId, int attempt, string reason);

    [LoggerMessage(PostgresWorkerEventIds.TransactionConflict, LogLevel.Information, "The transaction of listener {Listener} for {ChangeId} at attempt {Attempt} was in conflict with another; it is run again, time {Rerun}")]
    public static partial void TransactionConflict(ILogger logger, Exception exception, string listener, string changeId, int attempt, int rerun);

    [LoggerMessage(PostgresWorkerEventIds.ListenerStuck, LogLevel.Warning, "Listener {Listener} is stuck on {ChangeId}: cancelled by its timeout of {Timeout}, it has not ended within {Grace} since; its lane and its key wait for it, and nothing behind the change is confirmed")]
    public static partial void ListenerStuck(ILogger logger, string listener, ChangeContext changeId, TimeSpan timeout, TimeSpan grace);

    [LoggerMessage(PostgresWorkerEventIds.DeadLetterStored, LogLevel.Warning, "Listener {Listener}: {ChangeId} is a dead letter of source {Source}; its key goes on without it")]
    public static partial void DeadLetterStored(ILogger logger, string source, string listener, string changeId);

    [LoggerMessage(PostgresWorkerEventIds.DeadLetterNotWritten, LogLevel.Error, "Listener {Listener}: what became of {ChangeId} could not be written to postgres_worker.dead_letters; nothing passes it, and it is tried again in {Delay}")]
    public static partial void DeadLetterNotWritten(ILogger logger, Exception exception, string listener, string changeId, TimeSpan delay);

    [LoggerMessage(PostgresWorkerEventIds.DeadLetterReplayed, LogLevel.Information, "Listener {Listener} handled dead letter {Letter}, {ChangeId}, of source {Source}")]
    public static partial void DeadLetterReplayed(ILogger logger, string source, string listener, long letter, string changeId);

    [LoggerMessage(PostgresWorkerEventIds.DeadLetterRefused, LogLevel.Warning, "Dead letter {Letter} of source {Source} can't be delivered again: {Reason}")]
    public static partial void DeadLetterRefused(ILogger logger, string source, long letter, string reason);

    [LoggerMessage(PostgresWorkerEventIds.DeadLetterRequestsFailed, LogLevel.Warning, "Source {Source} could not read the requests for its dead letters; it looks again in {Delay}")]
    public static partial void DeadLetterRequestsFailed(ILogger logger, Exception exception, string source, TimeSpan delay);

    [LoggerMessage(PostgresWorkerEventIds.KeyParked, LogLevel.Warning, "Listener {Listener}: {ChangeId} of source {Source} is parked, and with it its key ({Keys} in postgres_worker.parked_keys), whose later changes wait until it is released")]
    public static partial void KeyParked(ILogger logger, string source, string listener, string changeId, string keys);

    [LoggerMessage(PostgresWorkerEventIds.ChangeParked, LogLevel.Debug, "Listener {Listener}: {ChangeId} waits, for its key is parked")]
    public static partial void ChangeParked(ILogger logger, string listener, ChangeContext changeId);

    [LoggerMessage(PostgresWorkerEventIds.KeysUnparked, LogLevel.Information, "Listener {Listener} of source {Source}: nothing waits for {Count} parked keys any more; their changes are delivered as they come")]
    public static partial void KeysUnparked(ILogger logger, string source, string listener, int count);

    [LoggerMessage(PostgresWorkerEventIds.ReleaseFailed, LogLevel.Warning, "Listener {Listener} of source {Source}: {ChangeId} failed again; its key stays parked")]
    public static partial void ReleaseFailed(ILogger logger, string source, string listener, string changeId);

    [LoggerMessage(PostgresWorkerEventIds.ReleaseRefused, LogLevel.Warning, "A key of listener {Listener} of source {Source} can't be released, and stays parked: parked change {Letter} can't be delivered: {Reason}")]
    public static partial void ReleaseRefused(ILogger logger, string source, string listener, long letter, string reason);

    [LoggerMessage(PostgresWorkerEventIds.ParkedNotWritten, LogLevel.Error, "Listener {Listener}: what is parked ({What}) could not be written to the store; nothing passes it, and it is tried again in {Delay}")]
    public static partial void ParkedNotWritten(ILogger logger, Exception exception, string listener, string what, TimeSpan delay);

    [LoggerMessage(PostgresWorkerEventIds.ParkedFound, LogLevel.Warning, "Source {Source} has {Keys} parked keys, for which {Changes} changes wait")]
    public static partial void ParkedFound(ILogger logger, string source, int keys, long changes);
}
