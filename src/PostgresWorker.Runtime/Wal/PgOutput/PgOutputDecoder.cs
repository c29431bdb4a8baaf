namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// Decodes the messages of <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html">pgoutput</see>,
/// protocol version 1, each from its first byte to its last. Pure: tuples point into the message and nothing is kept.
/// </summary>
/// <remarks>Every method throws <see cref="PgOutputException"/>, and nothing else, for a message that is not well-formed.</remarks>
internal static class PgOutputDecoder
{
    /// <summary>Which message it is.</summary>
    public static PgOutputMessageKind KindOf(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
        {
            throw new PgOutputException("The server sent an empty pgoutput message; every message begins with its letter. Reconnecting makes the server send it again.");
        }

        return (PgOutputMessageKind)message[0] switch
        {
            PgOutputMessageKind.Begin or PgOutputMessageKind.Message or PgOutputMessageKind.Commit or PgOutputMessageKind.Origin or
            PgOutputMessageKind.Relation or PgOutputMessageKind.Type or PgOutputMessageKind.Insert or PgOutputMessageKind.Update or
            PgOutputMessageKind.Delete or PgOutputMessageKind.Truncate => (PgOutputMessageKind)message[0],
            _ => throw NewerProtocol.Explain(message[0]),
        };
    }

    public static BeginMessage Begin(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message, PgOutputMessageKind.Begin);
        var begin = BeginMessage.Read(ref reader);
        reader.End();
        return begin;
    }

    public static CommitMessage Commit(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message, PgOutputMessageKind.Commit);
        var commit = CommitMessage.Read(ref reader);
        reader.End();
        return commit;
    }

    public static OriginMessage Origin(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message, PgOutputMessageKind.Origin);
        var origin = OriginMessage.Read(ref reader);
        reader.End();
        return origin;
    }

    public static RelationMessage Relation(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message, PgOutputMessageKind.Relation);
        var relation = RelationMessage.Read(ref reader);
        reader.End();
        return relation;
    }

    public static TypeMessage Type(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message, PgOutputMessageKind.Type);
        var type = TypeMessage.Read(ref reader);
        reader.End();
        return type;
    }

    public static InsertMessage Insert(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message, PgOutputMessageKind.Insert);
        var insert = InsertMessage.Read(ref reader);
        reader.End();
        return insert;
    }

    public static UpdateMessage Update(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message, PgOutputMessageKind.Update);
        var update = UpdateMessage.Read(ref reader);
        reader.End();
        return update;
    }

    public static DeleteMessage Delete(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message, PgOutputMessageKind.Delete);
        var delete = DeleteMessage.Read(ref reader);
        reader.End();
        return delete;
    }

    public static TruncateMessage Truncate(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message, PgOutputMessageKind.Truncate);
        var truncate = TruncateMessage.Read(ref reader);
        reader.End();
        return truncate;
    }

    public static LogicalMessage LogicalMessage(ReadOnlySpan<byte> message)
    {
        var reader = new WireReader(message, PgOutputMessageKind.Message);
        var logical = PgOutput.LogicalMessage.Read(ref reader);
        reader.End();
        return logical;
    }
}
