namespace PostgresWorker.DeadLetters;

/// <summary>A dead letter that is to be delivered again, as it is kept.</summary>
internal sealed record RequestedLetter(long Id, string Listener, string ChangeId, ChangeTransaction Transaction, TableName Table, Lsn Lsn, int Ordinal, string Wire, byte[] Old, byte[] New);
