namespace PostgresWorker.Wal.Publications;

/// <summary>A glance at a publication.</summary>
/// <param name="Print">The same as long as nobody has changed the publication, not even there and back.</param>
/// <param name="IsOpen">Whether that can't be said yet: a transaction that changes it is open, or the server that was asked is behind the stream.</param>
internal sealed record PublicationLook(string Print, bool IsOpen);
