namespace PostgresWorker.Generated;

/// <summary>Which old tuple an update or delete carries; the letters of the
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">Update and Delete messages</see>.</summary>
public enum OldTupleKind
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Only the columns of the replica identity; the others are sent as NULL, which they need not be.</summary>
    Key = 'K',

    /// <summary>All columns (REPLICA IDENTITY FULL).</summary>
    Full = 'O',
}
