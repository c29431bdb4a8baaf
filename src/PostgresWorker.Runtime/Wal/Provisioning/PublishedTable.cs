namespace PostgresWorker.Wal.Provisioning;

/// <summary>A table of a publication.</summary>
/// <param name="IsNamed">Whether the publication names it, and does not just have its schema or everything.</param>
/// <param name="Filter">Its row filter as the server writes it; null where all rows are sent.</param>
internal sealed record PublishedTable(bool IsNamed, string? Filter);
