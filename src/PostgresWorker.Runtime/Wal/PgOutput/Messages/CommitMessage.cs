namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-COMMIT">Commit</see>:
/// int8 flags (unused), int64 commit LSN, int64 end LSN, int64 commit time.
/// </summary>
/// <param name="CommitLsn">Where the commit record begins.</param>
/// <param name="EndLsn">Where the transaction ends: the position to acknowledge.</param>
/// <param name="CommitTime">When it committed, by the server's clock.</param>
internal readonly record struct CommitMessage(Lsn CommitLsn, Lsn EndLsn, DateTimeOffset CommitTime)
{
    internal static CommitMessage Read(ref WireReader reader)
    {
        // A flag would change what a commit means, so one that is not known is not passed over.
        if (reader.Byte("flags") != 0)
        {
            throw reader.Malformed("flags", "is not 0");
        }

        return new CommitMessage(reader.Lsn("commit LSN"), reader.Lsn("end LSN"), reader.Time("commit timestamp"));
    }
}
