namespace PostgresWorker.Dispatch;

/// <summary>What few changes have, of a <see cref="RoutedChange"/>.</summary>
/// <param name="ReadFailure">Why the row could not be read.</param>
/// <param name="OldKey">The hash of the key from which the change moves its row.</param>
/// <param name="Replay">What is to be told when the change's delivery has ended.</param>
/// <param name="IsUnwanted">Whether its listener does not want it.</param>
internal sealed record RareOfChange(Exception? ReadFailure, int? OldKey, IReplay? Replay, bool IsUnwanted)
{
    public static RareOfChange None { get; } = new(null, null, null, IsUnwanted: false);
}
