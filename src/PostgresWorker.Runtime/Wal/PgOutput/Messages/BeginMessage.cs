namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-BEGIN">Begin</see>
/// of a committed transaction: int64 final LSN, int64 commit time, int32 xid.
/// </summary>
/// <param name="CommitLsn">Where the commit record begins; the protocol's "final LSN".</param>
/// <param name="CommitTime">When it committed, by the server's clock.</param>
/// <param name="TransactionId">The xid.</param>
internal readonly record struct BeginMessage(Lsn CommitLsn, DateTimeOffset CommitTime, uint TransactionId)
{
    internal static BeginMessage Read(ref WireReader reader)
    {
        var commit = reader.Lsn("final LSN");

        // As in the server's own logicalrep_read_begin: positions are counted by it.
        return commit == Lsn.None
            ? throw reader.Malformed("final LSN", "is 0/0, which no commit has")
            : new BeginMessage(commit, reader.Time("commit timestamp"), reader.UInt32("xid"));
    }
}
