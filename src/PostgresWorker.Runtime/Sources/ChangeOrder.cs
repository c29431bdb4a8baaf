namespace PostgresWorker.Sources;

/// <summary>What orders a change that its source has ordered by itself.</summary>
/// <param name="OrderBy">The column; null for the table's key.</param>
internal sealed record ChangeOrder(string? OrderBy);
