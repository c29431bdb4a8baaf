namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-ORIGIN">Origin</see>
/// of a transaction that was itself replicated: int64 commit LSN, string name.
/// </summary>
/// <param name="CommitLsn">The commit's position on the origin server.</param>
/// <param name="Name">The replication origin's name.</param>
internal readonly record struct OriginMessage(Lsn CommitLsn, string Name)
{
    internal static OriginMessage Read(ref WireReader reader) => new(reader.Lsn("commit LSN"), reader.CString("origin name"));
}
