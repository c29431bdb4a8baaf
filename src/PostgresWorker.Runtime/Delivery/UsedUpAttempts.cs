namespace PostgresWorker.Delivery;

/// <summary>Of work whose attempts are used up, how they ended.</summary>
/// <param name="Error">Why the last failed.</param>
/// <param name="Count">How many there were.</param>
internal sealed record UsedUpAttempts(Exception Error, int Count);
