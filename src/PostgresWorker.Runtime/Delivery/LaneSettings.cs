namespace PostgresWorker.Delivery;

/// <summary>How lanes deliver.</summary>
/// <param name="Count">How many lanes there are.</param>
/// <param name="MaxChanges">How many changes may be unfinished.</param>
/// <param name="MaxBytes">How many bytes they may count for.</param>
/// <param name="Ordering">What is ordered with what.</param>
/// <param name="IsInline">Whether lanes go on in the thread that gives them something to do. For tests, in which one thread is to see everything.</param>
internal sealed record LaneSettings(int Count, int MaxChanges, long MaxBytes = long.MaxValue, Ordering Ordering = Ordering.PerKey, bool IsInline = false)
{
    /// <summary>Whether everything is delivered in the order of posting: with one lane, which a retry holds.</summary>
    public bool IsStrict => Count == 1 && Ordering != Ordering.None;

    /// <summary>Whether what concerns a whole table must wait for its keys: not where its changes are in one order, or in none.</summary>
    public bool NeedsBarriers => Ordering == Ordering.PerKey || IsStrict;

    public static LaneSettings Of(SourceOptions options) => new(options.MaxConcurrency, options.MaxInFlightChanges, options.MaxInFlightBytes, options.Ordering);
}
