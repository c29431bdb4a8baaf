namespace PostgresWorker.Wal.Publications;

/// <summary>A table of a publication.</summary>
/// <param name="Oid">The table.</param>
/// <param name="Member">What makes it a part of the publication, where that names it; null where the publication has its schema or everything.</param>
/// <param name="Filter">Its row filter as the server writes it; null where all rows are sent.</param>
/// <param name="Columns">The columns in its column list; null where all are sent.</param>
internal sealed record PublishedTable(uint Oid, uint? Member, string? Filter, IReadOnlyList<string>? Columns)
{
    /// <summary>Whether the publication names it, and does not just have its schema or everything.</summary>
    public bool IsNamed => Member is not null;

    /// <summary>Whether it was a part of the publication from then to now; one that was taken out and added again was not.</summary>
    public bool IsSameMember(PublishedTable other) => Oid == other.Oid && Member == other.Member;

    /// <summary>Whether the same columns are sent.</summary>
    public bool HasSameColumns(PublishedTable other) => (Columns is null) == (other.Columns is null) && (Columns ?? []).SequenceEqual(other.Columns ?? [], StringComparer.Ordinal);
}
