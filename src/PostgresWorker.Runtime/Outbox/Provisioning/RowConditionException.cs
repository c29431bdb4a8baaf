namespace PostgresWorker.Outbox.Provisioning;

/// <summary>A condition that the server can read and that no publication would take.</summary>
internal sealed class RowConditionException(string message) : Exception(message);
