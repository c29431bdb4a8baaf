namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-MESSAGE">Message</see>
/// of <c>pg_logical_emit_message</c>: int8 flags, int64 LSN, string prefix, int32 length, content.
/// </summary>
internal readonly ref struct LogicalMessage(bool isTransactional, Lsn lsn, string prefix, ReadOnlySpan<byte> content)
{
    private const byte Transactional = 1;

    /// <summary>Whether it is part of the transaction; otherwise it comes at once, even where its transaction rolls back.</summary>
    public bool IsTransactional { get; } = isTransactional;

    public Lsn Lsn { get; } = lsn;

    public string Prefix { get; } = prefix;

    /// <summary>The content, of any form. Part of the message, not a copy.</summary>
    public ReadOnlySpan<byte> Content { get; } = content;

    internal static LogicalMessage Read(scoped ref WireReader reader)
    {
        var flags = reader.Byte("flags");
        return new LogicalMessage(
            (flags & Transactional) != 0,
            reader.Lsn("LSN"),
            reader.CString("prefix"),
            reader.Bytes(reader.Int32("content length"), "content"));
    }
}
