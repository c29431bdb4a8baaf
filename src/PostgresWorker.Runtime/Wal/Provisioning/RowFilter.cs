namespace PostgresWorker.Wal.Provisioning;

/// <summary>The condition of a table's listeners.</summary>
/// <param name="Condition">As the listeners say it.</param>
/// <param name="Deparsed">As the server writes it; null where the role may not have the server read it.</param>
/// <param name="Columns">The columns in it; empty where it is not known.</param>
internal sealed record RowFilter(string Condition, string? Deparsed, IReadOnlyList<string> Columns)
{
    /// <summary>Whether the condition is over <paramref name="column"/>, or may be where only its own text is known.</summary>
    public bool MayConcern(string column) => Deparsed is not null
        ? Columns.Contains(column, StringComparer.Ordinal)
        : Condition.Contains('"', StringComparison.Ordinal) || Condition.Contains(column, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the server's text of a filter is this one. Without <see cref="Deparsed"/> only a condition that is written as the server does is known to be the same.</summary>
    public bool IsSame(string? published) => published is not null && (Deparsed ?? Condition) == published;
}
