namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// What a letter outside protocol version 1 tells of the slot and the options. A slot with two_phase sends its messages even to a
/// consumer that asked for version 1, so they must not pass for damage.
/// </summary>
internal static class NewerProtocol
{
    internal static PgOutputException Explain(byte letter) => (char)letter switch
    {
        'S' => Streaming("Stream Start"),
        'E' => Streaming("Stream Stop"),
        'c' => Streaming("Stream Commit"),
        'A' => Streaming("Stream Abort"),
        'p' => Streaming("Stream Prepare"),
        'b' => TwoPhase("Begin Prepare"),
        'P' => TwoPhase("Prepare"),
        'K' => TwoPhase("Commit Prepared"),
        'r' => TwoPhase("Rollback Prepared"),
        _ => new PgOutputException($"The server sent a message of the unknown kind 0x{letter:X2}, which pgoutput's protocol version 1 does not have. Check that the slot's plugin is pgoutput; if it is, reconnecting makes the server send the message again."),
    };

    private static PgOutputException Streaming(string name) =>
        new($"The server sent a {name} message: streaming was asked of it, which shows transactions before they commit. Start replication with proto_version '1' and without the option 'streaming'.");

    private static PgOutputException TwoPhase(string name) =>
        new($"The server sent a {name} message: the slot was created with two_phase, which shows prepared transactions before they commit. Drop the slot and create it again with two_phase = false.");
}
