namespace PostgresWorker;

/// <summary>
/// The server sent what is not a message of <c>pgoutput</c>, protocol version 1: the stream is damaged, or the slot or the options ask for
/// more than version 1. The message says which message and field it was and never what a row holds.
/// </summary>
public sealed class PgOutputException : Exception
{
    internal PgOutputException(string message)
        : base(message)
    {
    }
}
