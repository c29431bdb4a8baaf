namespace PostgresWorker.Wal;

/// <summary>The body of one XLogData message.</summary>
/// <param name="Start">The LSN that the message is about.</param>
/// <param name="Data">What the output plugin wrote; valid until the next read.</param>
internal readonly record struct WalMessage(Lsn Start, ReadOnlyMemory<byte> Data);
