namespace PostgresWorker;

/// <summary>Something that somebody did about a dead letter. Kept when the letter is gone.</summary>
/// <param name="Id">Its number in table <c>postgres_worker.dead_letter_actions</c>.</param>
/// <param name="LetterId">The letter; 0 where it was about a parked key.</param>
/// <param name="Listener">The letter's listener.</param>
/// <param name="ChangeId">The letter's change; empty where it was about a parked key.</param>
/// <param name="Action"><c>replay</c>, <c>discard</c> or <c>release</c>.</param>
/// <param name="Actor">Who asked for it, in the words of the caller.</param>
/// <param name="RequestedAt">When, by the database's clock.</param>
/// <param name="Result"><c>handled</c>, <c>released</c>, <c>discarded</c>, <c>failed again: …</c> or <c>refused: …</c>; null while it is under way.</param>
/// <param name="FinishedAt">When that was known; null while it is under way.</param>
public sealed record DeadLetterAction(
    long Id, long LetterId, string Listener, string ChangeId, string Action, string Actor, DateTimeOffset RequestedAt, string? Result, DateTimeOffset? FinishedAt)
{
    /// <summary>The parked key that was to be released; otherwise null.</summary>
    public string? ParkedKey { get; init; }
}
