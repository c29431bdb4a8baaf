namespace PostgresWorker;

/// <summary>Which columns of the listeners' tables are published.</summary>
public enum PublishColumns
{
    /// <summary>All of them, those that are added later too.</summary>
    All,

    /// <summary>
    /// Those that listeners declare, order by or watch, and those of the primary key and the replica identity: what is in no list never leaves the server. PostgreSQL 15 and later. Of a table with a listener of <see cref="EventPayload"/> all are
    /// published; one with REPLICA IDENTITY FULL, whose updates or deletes are published, can have no list and is refused.
    /// </summary>
    Needed,
}
