namespace PostgresWorker.Wal;

/// <summary>The body of one XLogData message.</summary>
/// <param name="Start">The LSN that the message is about.</param>
/// <param name="Sent">When the server sent it, by its clock.</param>
/// <param name="Data">What the output plugin wrote; valid until the next read. Of a message that is larger than may be, the beginning.</param>
/// <param name="Length">How many bytes the output plugin wrote.</param>
internal readonly record struct WalMessage(Lsn Start, DateTime Sent, ReadOnlyMemory<byte> Data, long Length)
{
    /// <summary>Whether it is larger than may be, and was not read.</summary>
    public bool IsCut => Data.Length < Length;
}
