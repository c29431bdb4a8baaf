using PostgresWorker.Torture.Faults;
using PostgresWorker.Torture.Oracle;

namespace PostgresWorker.Torture.Checks;

/// <summary>Where a slot was seen to be confirmed.</summary>
/// <param name="At">By when.</param>
/// <param name="Confirmed">The position.</param>
/// <param name="Shard">The slot's shard.</param>
internal readonly record struct Sample(long At, ulong Confirmed, int Shard);

/// <summary>All that is known when a run is over.</summary>
internal sealed class Evidence
{
    public required TortureOptions Options { get; init; }

    /// <summary>What was committed, in order.</summary>
    public required IReadOnlyList<ReferenceEvent> Reference { get; init; }

    /// <summary>What was handled, in order.</summary>
    public required IReadOnlyList<JournalLine> Deliveries { get; init; }

    public required IReadOnlyList<LandedFault> Faults { get; init; }

    public required IReadOnlyList<Run> Runs { get; init; }

    /// <summary>Where the slot was seen to be confirmed, and by when.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>What could not be handled.</summary>
    public required IReadOnlyList<Letter> Letters { get; init; }

    /// <summary>How often each change took effect in the copy.</summary>
    public required IReadOnlyDictionary<string, long> Effects { get; init; }

    /// <summary>How many rows copy and table do not have in common.</summary>
    public required long MirrorDifferences { get; init; }

    /// <summary>How many records were made under an epoch that was over.</summary>
    public required long LateRecords { get; init; }

    /// <summary>How long the last took to be handled after the last fault.</summary>
    public required TimeSpan Recovery { get; init; }

    /// <summary>How many changes came again.</summary>
    public int Repeats { get; set; }

    /// <summary>The changes of a table, of all kinds or of some.</summary>
    public IEnumerable<ReferenceEvent> Of(string table, params string[] actions) =>
        Reference.Where(each => each.Content.Table == table && (actions.Length == 0 || actions.Contains(each.Content.Action, StringComparer.Ordinal)));

    /// <summary>The id by which workers know a change of the log; of an outbox it can't be told from the log.</summary>
    public string SystemIdentifier { get; init; } = "";
}
