namespace PostgresWorker.Telemetry;

/// <summary>The names of attributes: OpenTelemetry's where it has one.</summary>
internal static class TagNames
{
    public const string System = "messaging.system";

    public const string OperationType = "messaging.operation.type";

    public const string OperationName = "messaging.operation.name";

    public const string Destination = "messaging.destination.name";

    public const string MessageId = "messaging.message.id";

    public const string Consumer = "messaging.consumer.group.name";

    public const string BatchCount = "messaging.batch.message_count";

    public const string ErrorType = "error.type";

    public const string Source = "postgres_worker.source";

    public const string Shard = "postgres_worker.shard";

    public const string Listener = "postgres_worker.listener";

    public const string Attempt = "postgres_worker.attempt";

    public const string LetterState = "postgres_worker.dead_letter.state";
}
