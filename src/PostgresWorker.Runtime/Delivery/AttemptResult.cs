namespace PostgresWorker.Delivery;

/// <summary>What became of one attempt.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Delay">How long to wait before the next one.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
internal readonly record struct AttemptResult(AttemptEnd End, TimeSpan Delay = default, Exception? Error = null);
