namespace PostgresWorker.Generators.Model;

/// <summary>What a method says of its calls: when they are made again, how long one may take, and what stands around them.</summary>
/// <param name="Retry">Its rules of retries, in order of declaration.</param>
/// <param name="TimeoutMilliseconds">How long a call may take, -1 for any time; 0 where the source says it.</param>
/// <param name="Filters">The filters of its class and its own, the first outermost.</param>
internal sealed record PolicyModel(EquatableArray<RetryRuleModel> Retry, int TimeoutMilliseconds, EquatableArray<FilterModel> Filters);

/// <summary>A filter around a listener's calls.</summary>
/// <param name="Type">The filter, as written in generated code.</param>
/// <param name="IsCreatable">Whether it can be registered as it is; otherwise the application must.</param>
internal sealed record FilterModel(string Type, bool IsCreatable);

/// <summary>One rule of retries; what is 0 or null is left to a more general one.</summary>
/// <param name="On">The kind of exception, as written in generated code; null for all.</param>
/// <param name="MaxAttempts">How many attempts are made.</param>
/// <param name="MinDelayMilliseconds">The longest wait before the first retry.</param>
/// <param name="MaxDelayMilliseconds">The longest wait before any.</param>
/// <param name="OnExhausted">The name of the enum's member.</param>
internal sealed record RetryRuleModel(string? On, int MaxAttempts, int MinDelayMilliseconds, int MaxDelayMilliseconds, string? OnExhausted);
