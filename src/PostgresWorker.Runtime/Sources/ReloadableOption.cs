namespace PostgresWorker.Sources;

/// <summary>An option, and whether another value of it takes effect while the source runs: only what is asked for at each use, and what nothing was built upon.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Get">Its value.</param>
/// <param name="Copy">Takes the value of the second into the first; null where that takes a restart.</param>
internal sealed record ReloadableOption(string Name, Func<SourceOptions, object?> Get, Action<SourceOptions, SourceOptions>? Copy = null)
{
    /// <summary>All options that a configuration can set.</summary>
    public static IReadOnlyList<ReloadableOption> All { get; } =
    [
        new(nameof(SourceOptions.MaxAttempts), options => options.MaxAttempts, (options, from) => options.MaxAttempts = from.MaxAttempts),
        new(nameof(SourceOptions.MinRetryDelay), options => options.MinRetryDelay, (options, from) => options.MinRetryDelay = from.MinRetryDelay),
        new(nameof(SourceOptions.MaxRetryDelay), options => options.MaxRetryDelay, (options, from) => options.MaxRetryDelay = from.MaxRetryDelay),
        new(nameof(SourceOptions.HandlerTimeout), options => options.HandlerTimeout, (options, from) => options.HandlerTimeout = from.HandlerTimeout),
        new(nameof(SourceOptions.DrainTimeout), options => options.DrainTimeout, (options, from) => options.DrainTimeout = from.DrainTimeout),
        new(nameof(SourceOptions.UnhealthyAfter), options => options.UnhealthyAfter, (options, from) => options.UnhealthyAfter = from.UnhealthyAfter),
        new(nameof(SourceOptions.DegradedLag), options => options.DegradedLag, (options, from) => options.DegradedLag = from.DegradedLag),
        new(nameof(SourceOptions.DegradedWalShare), options => options.DegradedWalShare, (options, from) => options.DegradedWalShare = from.DegradedWalShare),
        new(nameof(SourceOptions.DegradedWalBytes), options => options.DegradedWalBytes, (options, from) => options.DegradedWalBytes = from.DegradedWalBytes),
        new(nameof(SourceOptions.DegradedDeadLetters), options => options.DegradedDeadLetters, (options, from) => options.DegradedDeadLetters = from.DegradedDeadLetters),
        new(nameof(SourceOptions.WhenHalted), options => options.WhenHalted, (options, from) => options.WhenHalted = from.WhenHalted),
        new(nameof(SourceOptions.PollInterval), options => options.PollInterval, (options, from) => options.PollInterval = from.PollInterval),
        new(nameof(SourceOptions.StatusInterval), options => options.StatusInterval, (options, from) => options.StatusInterval = from.StatusInterval),
        new(nameof(SourceOptions.MinReconnectInterval), options => options.MinReconnectInterval, (options, from) => options.MinReconnectInterval = from.MinReconnectInterval),
        new(nameof(SourceOptions.MaxReconnectInterval), options => options.MaxReconnectInterval, (options, from) => options.MaxReconnectInterval = from.MaxReconnectInterval),
        new(nameof(SourceOptions.ConnectionString), options => options.ConnectionString),
        new(nameof(SourceOptions.Capture), options => options.Capture),
        new(nameof(SourceOptions.WakeUp), options => options.WakeUp),
        new(nameof(SourceOptions.LeaseDuration), options => options.LeaseDuration),
        new(nameof(SourceOptions.TriggerCheckInterval), options => options.TriggerCheckInterval),
        new(nameof(SourceOptions.Slot), options => options.Slot),
        new(nameof(SourceOptions.Publication), options => options.Publication),
        new(nameof(SourceOptions.PublishColumns), options => options.PublishColumns),
        new(nameof(SourceOptions.Shards), options => options.Shards),
        new(nameof(SourceOptions.Failover), options => options.Failover),
        new(nameof(SourceOptions.OnSlotLost), options => options.OnSlotLost),
        new(nameof(SourceOptions.WalSenderTimeout), options => options.WalSenderTimeout),
        new(nameof(SourceOptions.StartFrom), options => options.StartFrom),
        new(nameof(SourceOptions.StartFromLsn), options => options.StartFromLsn),
        new(nameof(SourceOptions.Provision), options => options.Provision),
        new(nameof(SourceOptions.Checkpoint), options => options.Checkpoint),
        new(nameof(SourceOptions.StoreConnectionString), options => options.StoreConnectionString),
        new(nameof(SourceOptions.CheckpointInterval), options => options.CheckpointInterval),
        new(nameof(SourceOptions.MaxConcurrency), options => options.MaxConcurrency),
        new(nameof(SourceOptions.Ordering), options => options.Ordering),
        new(nameof(SourceOptions.MaxInFlightChanges), options => options.MaxInFlightChanges),
        new(nameof(SourceOptions.MaxInFlightBytes), options => options.MaxInFlightBytes),
        new(nameof(SourceOptions.MaxChangeBytes), options => options.MaxChangeBytes),
        new(nameof(SourceOptions.MaxParallelSnapshots), options => options.MaxParallelSnapshots),
        new(nameof(SourceOptions.OnExhausted), options => options.OnExhausted),
        new(nameof(SourceOptions.OnUnfitRow), options => options.OnUnfitRow),
        new(nameof(SourceOptions.MaxParkedChanges), options => options.MaxParkedChanges),
        new(nameof(SourceOptions.TraceContext), options => options.TraceContext),
        new(nameof(SourceOptions.SkipMarkers), options => options.SkipMarkers),
    ];

    /// <summary>Whether two options differ in it.</summary>
    public bool Differs(SourceOptions one, SourceOptions other) => !Equals(Get(one), Get(other));
}
