namespace PostgresWorker.Integration.Outbox;

/// <summary>A row of an outbox.</summary>
internal sealed record OutboxRow(long Id, short Segment, int Capture, char Kind, short Lane, short? OldLane, string Key, string? OldKey, string? Old, string? New, string? Problem);
