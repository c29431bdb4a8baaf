using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Store;

/// <summary>Where a source begins: one decision for every state that checkpoint and slot can be in, none of them silent.</summary>
/// <param name="Outcome">How it begins, or why not.</param>
/// <param name="Position">Everything up to here is finished; none where it does not begin.</param>
/// <param name="Problem">Why it does not begin, and the ways out; null where it does.</param>
internal sealed record StartDecision(StartOutcome Outcome, Lsn Position, Finding? Problem = null)
{
    /// <summary>What keeps histories from forking.</summary>
    public const string Prevention = "Failover with synchronized_standby_slots on the primary (PostgreSQL 17), or a synchronous standby, keeps that from happening.";

    public static StartDecision Of(StartState start) => start.Checkpoint is { } checkpoint ? Behind(checkpoint, start) : FromSlot(start);

    private static StartDecision FromSlot(StartState start) => start switch
    {
        { State: null } => Refuse("slot_missing", $"Slot '{start.Slot}' does not exist.", Create(start.Slot)),
        { State.IsLost: true } => Refuse("slot_lost", $"Slot '{start.Slot}' is lost: the server removed WAL that it needed (max_slot_wal_keep_size), and the changes in it. To begin from now on, drop it.", Drop(start.Slot)),
        _ => Unready(start) ?? new StartDecision(StartOutcome.Fresh, start.State.Confirmed!.Value),
    };

    private static StartDecision Behind(CheckpointRow checkpoint, StartState start)
    {
        var isSameHistory = start.IsStoredWithSource || checkpoint.Timeline == start.Timeline;
        return ForeignReason(checkpoint, start, isSameHistory) is { } reason ? Foreign(start, reason)
            : start.State is null || start.State.IsLost ? WithoutSlot(checkpoint, start)
            : Unready(start) ?? FromBoth(checkpoint, start, start.State.Confirmed!.Value, isSameHistory);
    }

    private static StartDecision FromBoth(CheckpointRow checkpoint, StartState start, Lsn confirmed, bool isSameHistory) =>
        confirmed > checkpoint.Position ? (checkpoint.IsGapAccepted ? new StartDecision(StartOutcome.GapAccepted, confirmed) : Moved(checkpoint, start, confirmed))
        : !isSameHistory ? AcrossTimelines(checkpoint, start, confirmed)
        : confirmed < checkpoint.SlotIncarnation ? Foreign(start, $"slot '{start.Slot}' stands at {confirmed}, before {checkpoint.SlotIncarnation}, where the slot of the checkpoint began: it is another one, with another history")
        : new StartDecision(confirmed < checkpoint.Position ? StartOutcome.Skip : StartOutcome.Resume, checkpoint.Position);

    /// <summary>The row did not go through the failover with the server, and may know of changes that the server does not.</summary>
    private static StartDecision AcrossTimelines(CheckpointRow checkpoint, StartState start, Lsn confirmed) =>
        checkpoint.Position <= start.SharedUntil(checkpoint.Timeline) ? new StartDecision(confirmed < checkpoint.Position ? StartOutcome.Skip : StartOutcome.Resume, checkpoint.Position)
        : checkpoint.IsGapAccepted ? new StartDecision(StartOutcome.GapAccepted, confirmed)
        : Forked(checkpoint, start, start.SharedUntil(checkpoint.Timeline));

    private static StartDecision Forked(CheckpointRow checkpoint, StartState start, Lsn? shared) => new(
        StartOutcome.HistoryForked,
        Lsn.None,
        new Finding(
            "history_forked",
            $"The checkpoint is {checkpoint.Position} of timeline {checkpoint.Timeline}, and the server, on timeline {start.Timeline}, {(shared is { } end ? $"was promoted at {end} and never got what was committed behind that" : "may not have all of that")}: changes may have been handled that are not in the database any more. Undo or repeat what listeners did for them, and accept the fork; the source then goes on from where the slot stands. {Prevention}",
            Accept(start, checkpoint)));

    private static string? ForeignReason(CheckpointRow checkpoint, StartState start, bool isSameHistory) =>
        checkpoint.SystemIdentifier != start.SystemIdentifier ? $"the connection leads to cluster {start.SystemIdentifier}, and the checkpoint is of {checkpoint.SystemIdentifier}"
        : checkpoint.DatabaseOid != start.DatabaseOid ? $"the connection leads to the database with oid {start.DatabaseOid}, and the checkpoint is of the one with oid {checkpoint.DatabaseOid}"
        : isSameHistory && checkpoint.Position > start.WalEnd ? $"the checkpoint is {checkpoint.Position}, and the server has written no further than {start.WalEnd}: it was restored to an earlier state"
        : null;

    private static StartDecision? Unready(StartState start) =>
        start.State!.Confirmed is null ? Refuse("slot_unfinished", $"Slot '{start.Slot}' is being made and stands nowhere yet; wait for who makes it.")
        : !start.HasPublication ? Refuse("publication_missing", $"Publication '{start.Publication}' does not exist. Create it for the listeners' tables; what was written before is not in it.")
        : null;

    /// <summary>Without its WAL nothing is left of the slot; once that is accepted it can be made anew.</summary>
    private static StartDecision WithoutSlot(CheckpointRow checkpoint, StartState start) => (start.State, checkpoint.IsGapAccepted) switch
    {
        (null, true) => Refuse("slot_missing", $"Slot '{start.Slot}' does not exist.", Create(start.Slot)),
        (_, true) => Refuse("slot_lost", $"Slot '{start.Slot}' is lost, and the gap is accepted: drop the slot, and have it made anew.", Drop(start.Slot)),
        (null, false) => Gap(checkpoint, start, $"Slot '{start.Slot}' is gone, and with it all changes since {checkpoint.Position}, the checkpoint. It is not made anew by itself, for that would hide the gap."),
        (_, false) => Gap(checkpoint, start, $"Slot '{start.Slot}' is lost: the server removed WAL that it needed (max_slot_wal_keep_size), and the changes since {checkpoint.Position}, the checkpoint."),
    };

    private static StartDecision Moved(CheckpointRow checkpoint, StartState start, Lsn confirmed) => Gap(
        checkpoint,
        start,
        $"Slot '{start.Slot}' stands at {confirmed}, and everything is handled up to {checkpoint.Position} only: somebody else has moved the slot or made it anew, and the changes between {checkpoint.Position} and {confirmed} can't be had from it any more.",
        "slot_moved");

    private static StartDecision Gap(CheckpointRow checkpoint, StartState start, string message, string code = "slot_lost") => new(
        StartOutcome.GapDetected,
        Lsn.None,
        new Finding(
            code,
            $"{message} Make up for what is missing, or decide that it need not be, and accept the gap; the source then goes on from where the slot stands, or a new one.",
            Accept(start, checkpoint)));

    private static StartDecision Foreign(StartState start, string reason) => new(
        StartOutcome.ForeignCluster,
        Lsn.None,
        new Finding(
            "foreign_cluster",
            $"The checkpoint of '{start.Slot}' means nothing here: {reason}. Mend the connection string; or, if this server is meant, remove the checkpoint, to begin where the slot stands.",
            $"DELETE FROM \"{StoreSchema.Name}\".\"checkpoints\" WHERE consumer = {Sql.Literal(start.Slot)}"));

    private static StartDecision Refuse(string code, string message, string? sql = null) => new(StartOutcome.ConfigurationError, Lsn.None, new Finding(code, message, sql));

    private static string Accept(StartState start, CheckpointRow checkpoint) =>
        $"SELECT \"{StoreSchema.Name}\".\"accept_gap\"({Sql.Literal(start.Slot)}, {Sql.Literal(checkpoint.Position.ToString())})";

    private static string Create(string slot) => $"SELECT pg_catalog.pg_create_logical_replication_slot({Sql.Literal(slot)}, 'pgoutput')";

    private static string Drop(string slot) => $"SELECT pg_catalog.pg_drop_replication_slot({Sql.Literal(slot)})";
}
