using PostgresWorker.Generated;

namespace PostgresWorker.Wal.Publications;

/// <summary>A publication as it is at a moment.</summary>
/// <param name="Oid">The publication: another where it was made anew.</param>
/// <param name="Version">Another whenever one of its options was set, or its owner.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Published">The operations that it publishes.</param>
/// <param name="ViaRoot">Whether changes of partitions are sent as those of the table that they are partitions of.</param>
/// <param name="Tables">Its tables.</param>
internal sealed record PublicationState(uint Oid, string Version, uint Owner, ChangeKinds Published, bool ViaRoot, IReadOnlyDictionary<TableName, PublishedTable> Tables)
{
    /// <summary>Tables with partitions that the publication names; sent as such only with <see cref="ViaRoot"/>.</summary>
    public required IReadOnlySet<TableName> Partitioned { get; init; }

    /// <summary>Whether something was set, and nothing that is looked at is different: then it was so in the meantime.</summary>
    public bool WasSetAndBack(PublicationState now) => Version != now.Version && Owner == now.Owner && Published == now.Published && ViaRoot == now.ViaRoot;
}
