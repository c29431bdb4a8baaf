namespace PostgresWorker.Wal.PgOutput;

/// <summary>The first byte of a message: protocol version 1 of
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">logical replication</see>.</summary>
internal enum PgOutputMessageKind : byte
{
    Begin = (byte)'B',
    Message = (byte)'M',
    Commit = (byte)'C',
    Origin = (byte)'O',
    Relation = (byte)'R',
    Type = (byte)'Y',
    Insert = (byte)'I',
    Update = (byte)'U',
    Delete = (byte)'D',
    Truncate = (byte)'T',
}
