namespace PostgresWorker;

/// <summary>
/// The ids of all log events, which do not change: 1000 lifecycle, 1100 connection and slot, 1200 layout and decoding, 1300 delivery,
/// 1400 retries and dead letters, 1500 snapshots, 1600 outbox, 1700 leases.
/// </summary>
public static partial class PostgresWorkerEventIds
{
    /// <summary>A source has listeners and begins to work.</summary>
    public const int SourceStarting = 1000;

    /// <summary>A source has no listeners and stays idle.</summary>
    public const int SourceWithoutListeners = 1001;

    /// <summary>A source stopped because the host stops.</summary>
    public const int SourceStopped = 1002;

    /// <summary>A source stopped for an error that does not pass by itself.</summary>
    public const int SourceHalted = 1003;

    /// <summary>Handlers did not finish within DrainTimeout and were cancelled.</summary>
    public const int DrainTimedOut = 1004;

    /// <summary>What a source has done in the last minute; nothing is said of one in which it did nothing.</summary>
    public const int SourceSummary = 1005;

    /// <summary>The server or the store could not be asked how a source is: metrics and health checks lack that.</summary>
    public const int FiguresNotRead = 1006;

    /// <summary>The configuration was loaded anew, and another value of an option is in force.</summary>
    public const int OptionReloaded = 1007;

    /// <summary>The configuration was loaded anew, and another value of an option takes a restart.</summary>
    public const int OptionNotReloaded = 1008;

    /// <summary>The configuration was loaded anew, and can't work; everything stays as it was.</summary>
    public const int OptionsRefused = 1009;

    /// <summary>A source that was asked to stop is left: the server can't be heard, or asked to cancel what it does.</summary>
    public const int SourceLeft = 1010;

    /// <summary>The source reads changes.</summary>
    public const int Streaming = 1100;

    /// <summary>Another instance holds the slot; this one waits for its turn.</summary>
    public const int Standby = 1101;

    /// <summary>The connection was lost or could not be made; it is tried again.</summary>
    public const int ConnectionFailed = 1102;

    /// <summary>Provisioning ran a statement.</summary>
    public const int Provisioned = 1103;

    /// <summary>A position was confirmed to the server.</summary>
    public const int Confirmed = 1104;

    /// <summary>The last confirmation of a stopping source did not reach the server; changes since the one before come again.</summary>
    public const int LastConfirmationFailed = 1105;

    /// <summary>Something in the stream has no binary form, or is needed as text: the source connects again and reads text forms.</summary>
    public const int TextMode = 1106;

    /// <summary>The publication lacks what listeners need: the source connects again to mend it.</summary>
    public const int PublicationIncomplete = 1107;

    /// <summary>The publication has everything, and may have lacked something for a while: changes may be missing.</summary>
    public const int PublicationGap = 1108;

    /// <summary>The publication could not be looked at; nothing is confirmed until it can.</summary>
    public const int PublicationNotSeen = 1109;

    /// <summary>A source begins without a checkpoint, where its slot stands.</summary>
    public const int CheckpointBegun = 1110;

    /// <summary>A source goes on behind its checkpoint.</summary>
    public const int CheckpointResumed = 1111;

    /// <summary>The server sent changes again that were handled already; they were skipped.</summary>
    public const int ResentSkipped = 1112;

    /// <summary>A source goes on behind a gap that an operator has accepted.</summary>
    public const int GapAccepted = 1113;

    /// <summary>Another instance has taken over: this one stops at once, and stands by.</summary>
    public const int EpochLost = 1114;

    /// <summary>The schema of the store was brought to another version.</summary>
    public const int StoreMigrated = 1115;

    /// <summary>A change came again whose effect was committed before; its listener is not called.</summary>
    public const int HandledBefore = 1116;

    /// <summary>Records of handled changes that are needed no more could not be removed; that is tried again.</summary>
    public const int HandledNotPruned = 1117;

    /// <summary>More listeners may run at once than connections are allowed to them.</summary>
    public const int PoolTooSmall = 1118;

    /// <summary>The checkpoint could not be written; that is tried again while changes go on. Its next write is 1342.</summary>
    public const int CheckpointNotWritten = 1119;

    /// <summary>Somebody has given a table of the publication another row filter.</summary>
    public const int PublicationFilterChanged = 1120;

    /// <summary>A source begins with a publication that is younger than its checkpoint: changes may be missing.</summary>
    public const int PublicationNewer = 1121;

    /// <summary>A transaction is not delivered, for its writer has marked it.</summary>
    public const int TransactionSkipped = 1122;

    /// <summary>A transaction was marked when some of its changes had been handed out: those are delivered, and what stands behind the marker is not.</summary>
    public const int SkipCameLate = 1123;

    /// <summary>A table's column list in the publication is another one; it still has what listeners need.</summary>
    public const int PublicationColumnsChanged = 1124;

    /// <summary>Changes are missing, for the slot was lost: it was made anew, and the tables are read again.</summary>
    public const int SlotResnapshot = 1125;

    /// <summary>A table's layout became known or changed.</summary>
    public const int LayoutBound = 1200;

    /// <summary>A table does not fit the row type of a listener any more, whose changes fail until a build comes that fits.</summary>
    public const int RowUnfit = 1201;

    /// <summary>A change was handled.</summary>
    public const int Handled = 1300;

    /// <summary>All attempts to deliver a batch failed; it is delivered in halves.</summary>
    public const int BatchSplit = 1310;

    /// <summary>A listener has ignored its cancelled token for long; its key waits for it.</summary>
    public const int ListenerStuck = 1330;

    /// <summary>What the worker does around a listener's call (lock, transaction) can't be done now; it is tried again, which is no attempt of the listener.</summary>
    public const int DeliveryHeldUp = 1340;

    /// <summary>Deliveries that were held up go on.</summary>
    public const int DeliveryGoesOn = 1341;

    /// <summary>The checkpoint, which could not be written for a while, is written again.</summary>
    public const int CheckpointWrittenAgain = 1342;

    /// <summary>A listener failed; the change is tried again.</summary>
    public const int DeliveryFailed = 1400;

    /// <summary>A listener failed, or a row could not be read, and there is no further attempt.</summary>
    public const int DeliveryExhausted = 1401;

    /// <summary>A listener discarded a change.</summary>
    public const int Discarded = 1402;

    /// <summary>A listener's transaction was in conflict with another; it is called again at once.</summary>
    public const int TransactionConflict = 1403;

    /// <summary>A change was stored as a dead letter, and its key goes on.</summary>
    public const int DeadLetterStored = 1420;

    /// <summary>A change could not be stored as a dead letter, or what became of one not written; nothing passes it, and it is tried again.</summary>
    public const int DeadLetterNotWritten = 1421;

    /// <summary>A dead letter was delivered again and handled, and is one no more.</summary>
    public const int DeadLetterReplayed = 1422;

    /// <summary>A dead letter that was to be delivered again can't be.</summary>
    public const int DeadLetterRefused = 1423;

    /// <summary>Requests for dead letters could not be read; they are read again.</summary>
    public const int DeadLetterRequestsFailed = 1424;

    /// <summary>A change whose attempts are used up was stored, and the later changes of its key wait for it.</summary>
    public const int KeyParked = 1430;

    /// <summary>A change was stored behind others of its key, which is parked.</summary>
    public const int ChangeParked = 1431;

    /// <summary>Nothing waits for parked keys any more: their changes are delivered as they come.</summary>
    public const int KeysUnparked = 1432;

    /// <summary>A change of a key that was released failed again: the key stays parked.</summary>
    public const int ReleaseFailed = 1433;

    /// <summary>What waits for a key that was released can't be delivered: the key stays parked.</summary>
    public const int ReleaseRefused = 1434;

    /// <summary>What is parked could not be written; nothing passes it, and it is tried again.</summary>
    public const int ParkedNotWritten = 1435;

    /// <summary>A source begins with keys that are parked.</summary>
    public const int ParkedFound = 1436;

    /// <summary>A snapshot of a table begins.</summary>
    public const int SnapshotStarted = 1500;

    /// <summary>A snapshot goes on that was begun before.</summary>
    public const int SnapshotResumed = 1501;

    /// <summary>How many rows of a snapshot are finished, every ten seconds.</summary>
    public const int SnapshotProgressed = 1502;

    /// <summary>All rows of a snapshot are finished.</summary>
    public const int SnapshotDone = 1503;

    /// <summary>A snapshot was cancelled.</summary>
    public const int SnapshotCancelled = 1504;

    /// <summary>A snapshot can't go on; the stream does.</summary>
    public const int SnapshotFailed = 1505;

    /// <summary>Rows of a snapshot could not be read for the moment.</summary>
    public const int SnapshotPostponed = 1506;
}
