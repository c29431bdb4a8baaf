namespace PostgresWorker.Delivery.Parking;

/// <summary>Where a change stands in its source's stream.</summary>
internal readonly record struct ChangePosition(string SystemIdentifier, Lsn CommitLsn, Lsn Lsn, int Ordinal, DateTimeOffset CommitTime)
{
    public static ChangePosition Of(ChangeContext context) =>
        new(context.Transaction.SystemIdentifier, context.Transaction.CommitLsn, context.Lsn, context.Ordinal, context.CommitTime);

    /// <summary>
    /// Whether this came at or before <paramref name="last"/>. Positions of another history that happen to be lower do not count: what was committed later did not come before.
    /// The numbers of an outbox say nothing either: they are drawn before transactions commit, so one that is lower may come later, and for the first time.
    /// </summary>
    public bool IsUpTo(in ChangePosition last) =>
        CommitLsn != Lsn.None && SystemIdentifier == last.SystemIdentifier && CommitTime <= last.CommitTime && (CommitLsn, Lsn, Ordinal).CompareTo((last.CommitLsn, last.Lsn, last.Ordinal)) <= 0;
}
