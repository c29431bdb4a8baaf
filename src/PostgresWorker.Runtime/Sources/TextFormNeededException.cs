namespace PostgresWorker.Sources;

/// <summary>
/// The stream sends binary forms, and something in it has none or is needed as text. The connector remembers it, so connecting again at
/// once helps.
/// </summary>
internal sealed class TextFormNeededException(string message, Exception? innerException = null) : Exception(message, innerException);
