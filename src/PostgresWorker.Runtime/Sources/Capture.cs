namespace PostgresWorker;

/// <summary>How a source learns of changes.</summary>
public enum Capture
{
    /// <summary>From the server's write-ahead log, through a logical replication slot. Needs <c>wal_level = logical</c> and a role with REPLICATION; costs writers nothing.</summary>
    Wal,

    /// <summary>
    /// From triggers, which write each change to an outbox in the transaction that makes it. Needs neither, and any number of instances share the work; costs writers the
    /// triggers.
    /// </summary>
    Outbox,
}
