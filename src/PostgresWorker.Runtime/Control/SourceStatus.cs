namespace PostgresWorker;

/// <summary>How a source is at one moment.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Health">Whether it does its work.</param>
/// <param name="Since">Since when it is in this state.</param>
/// <param name="Handled">Everything up to here is handled, as far as this instance knows; of a divided source by all shards, whoever reads them.</param>
/// <param name="IsPaused">Whether all of its listeners are paused.</param>
/// <param name="PausedListeners">The names of listeners that are paused by themselves.</param>
/// <param name="Error">Why it halted or has no connection.</param>
/// <param name="Problems">What may do harm if nobody looks after it, a sentence each: WAL that is retained, dead letters, lag.</param>
public sealed record SourceStatus(
    string Source, SourceState State, SourceHealth Health, DateTimeOffset Since, Lsn Handled, bool IsPaused, IReadOnlyList<string> PausedListeners, Exception? Error,
    IReadOnlyList<string> Problems)
{
    /// <summary>The snapshots whose rows this instance delivers, the first that began first; of a divided source one for each shard.</summary>
    public IReadOnlyList<SnapshotStatus> Snapshots { get; init; } = [];

    /// <summary>How many changes are read and unfinished in this instance, counted once for each listener; of a divided source in all shards that it reads.</summary>
    public int InFlight { get; init; }

    /// <summary>How many of its lanes deliver, of <see cref="SourceOptions.MaxConcurrency"/>: each a change or a batch.</summary>
    public int LanesInFlight { get; init; }

    /// <summary>How long ago the oldest change was committed that is not handled, zero where there is none; null where that is not known, as where another instance reads.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>The shards that this instance reads, such as <c>2of4</c>; none where the source is not divided (<see cref="SourceOptions.Shards"/>), or other instances read all of it.</summary>
    public IReadOnlyList<string> Shards { get; init; } = [];
}
