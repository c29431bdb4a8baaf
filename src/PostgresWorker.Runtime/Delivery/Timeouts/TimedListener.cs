namespace PostgresWorker.Delivery.Timeouts;

/// <summary>What is called, and how long it may take.</summary>
/// <param name="Name">The listener's name.</param>
/// <param name="Context">The change's context; of a batch that of the first change.</param>
/// <param name="Timeout">How long the call may take.</param>
internal readonly record struct TimedListener(string Name, ChangeContext Context, TimeSpan Timeout);
