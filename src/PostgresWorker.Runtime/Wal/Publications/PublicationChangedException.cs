namespace PostgresWorker.Wal.Publications;

/// <summary>The publication has lost something that provisioning makes again: connecting again at once helps.</summary>
internal sealed class PublicationChangedException(string message) : Exception(message);
