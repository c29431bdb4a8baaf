namespace PostgresWorker.Snapshots;

/// <summary>A snapshot can't go on, and waiting does not mend that. The stream goes on.</summary>
internal sealed class SnapshotFailedException(string message, Exception? inner = null) : Exception(message, inner);
