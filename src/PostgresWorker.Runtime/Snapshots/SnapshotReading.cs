namespace PostgresWorker.Snapshots;

/// <summary>A snapshot that a connection reads.</summary>
/// <param name="row">What was asked for.</param>
internal sealed class SnapshotReading(SnapshotRow row)
{
    public SnapshotRow Row { get; } = row;

    /// <summary>The texts of the key behind which it goes on; null at the beginning.</summary>
    public string[]? Behind { get; set; } = row.Key;

    public ChunkSize Size { get; } = new();

    /// <summary>Completes when its next rows may be read.</summary>
    public Task Wait { get; set; } = Task.CompletedTask;

    /// <summary>How often in a row that failed.</summary>
    public int Failures { get; set; }

    /// <summary>Why it can't go on.</summary>
    public SnapshotFailedException? Error { get; set; }
}
