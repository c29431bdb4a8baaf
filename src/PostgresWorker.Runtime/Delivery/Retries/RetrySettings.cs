namespace PostgresWorker.Delivery.Retries;

/// <summary>What is done about one failure, all said.</summary>
/// <param name="MaxAttempts">How many attempts are made at most.</param>
/// <param name="MinDelay">The longest wait before the first retry.</param>
/// <param name="MaxDelay">The longest wait before any.</param>
/// <param name="OnExhausted">What becomes of the change then.</param>
internal readonly record struct RetrySettings(int MaxAttempts, TimeSpan MinDelay, TimeSpan MaxDelay, OnExhausted OnExhausted);
