namespace PostgresWorker.Wal;

/// <summary>The body of one XLogData message.</summary>
/// <param name="Start">The LSN that the message is about.</param>
/// <param name="Sent">When the server sent it, by its clock.</param>
/// <param name="Data">What the output plugin wrote; valid until the next read.</param>
internal readonly record struct WalMessage(Lsn Start, DateTime Sent, ReadOnlyMemory<byte> Data);
