namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-INSERT">Insert</see>:
/// int32 relation, 'N', the new row.
/// </summary>
internal readonly ref struct InsertMessage(uint relationId, TupleData @new)
{
    public uint RelationId { get; } = relationId;

    public TupleData New { get; } = @new;

    internal static InsertMessage Read(scoped ref WireReader reader)
    {
        var relation = reader.UInt32("relation OID");
        return reader.Byte("tuple kind") == (byte)'N'
            ? new InsertMessage(relation, TupleData.Read(ref reader, "new tuple"))
            : throw reader.Malformed("tuple kind", "is not N");
    }
}
