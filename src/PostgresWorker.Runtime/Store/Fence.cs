using PostgresWorker.FailPoints;

namespace PostgresWorker.Store;

/// <summary>How a statement finds out whether the instance that sends it still is one: $1 is the consumer, $2 the epoch's number.</summary>
/// <param name="row">The row that is there then.</param>
/// <param name="strength">The weakest lock that keeps the row from being taken away before the statement's transaction has ended.</param>
/// <param name="announce">What tells the others that are active.</param>
internal sealed class Fence(string row, string strength, string announce)
{
    /// <summary>In statements, what the row is selected from: <c>FROM %instance%</c>, to which conditions may be added.</summary>
    public const string Row = "%instance%";

    /// <summary>In statements, how it is locked: <c>FOR %strength%</c>.</summary>
    public const string Strength = "%strength%";

    /// <summary>In statements that concern what other instances deliver, what has them look: <c>%announce%</c>, to which conditions may be added.</summary>
    public const string Announce = "%announce%";

    /// <summary>One instance is active at a time: whoever becomes it raises the epoch of the consumer's checkpoint.</summary>
    public static Fence Checkpoint { get; } = new("\"postgres_worker\".\"checkpoints\" c WHERE c.consumer = $1 AND c.epoch = $2", "SHARE", "SELECT 1 WHERE true");

    /// <summary>Several instances share an outbox: one that is given up is removed from their table. A lease is prolonged all the same, for that leaves the row's key as it is.</summary>
    /// <remarks>All of them look at the epoch of the first lane.</remarks>
    public static Fence Instance { get; } = new(
        "\"postgres_worker\".\"instances\" c WHERE c.consumer = $1 AND c.id = $2", "KEY SHARE", "UPDATE \"postgres_worker\".\"lanes\" l SET epoch = l.epoch + 1 WHERE l.consumer = $1 AND l.lane = 0");

    /// <summary>An expression that is true where it is one.</summary>
    public string IsCurrent => Mutants.Are(Mutant.HasNoFence) ? "true" : $"EXISTS (SELECT FROM {row})";

    /// <summary>The statement with what stands for row and lock in their places.</summary>
    public string In(string sql) => sql.Replace(Row, row, StringComparison.Ordinal).Replace(Strength, strength, StringComparison.Ordinal).Replace(Announce, announce, StringComparison.Ordinal);
}
