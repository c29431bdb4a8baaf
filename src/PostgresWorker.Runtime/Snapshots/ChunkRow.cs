namespace PostgresWorker.Snapshots;

/// <summary>A row that a snapshot has read and that is still to be handed out.</summary>
/// <param name="Id">The change's id.</param>
/// <param name="Tuple">The row's columns, as pgoutput writes them.</param>
/// <param name="Key">What tells it from others.</param>
internal sealed record ChunkRow(string Id, byte[] Tuple, byte[] Key)
{
    public bool IsHandedOut { get; set; }
}
