using PostgresWorker.Generated;

namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-DELETE">Delete</see>:
/// int32 relation; 'K' or, with REPLICA IDENTITY FULL, 'O'; the old row.
/// </summary>
internal readonly ref struct DeleteMessage(uint relationId, OldTupleKind oldKind, TupleData old)
{
    public uint RelationId { get; } = relationId;

    public OldTupleKind OldKind { get; } = oldKind;

    public TupleData Old { get; } = old;

    internal static DeleteMessage Read(scoped ref WireReader reader)
    {
        var relation = reader.UInt32("relation OID");
        var letter = reader.Byte("tuple kind");
        return letter is (byte)'K' or (byte)'O'
            ? new DeleteMessage(relation, (OldTupleKind)letter, TupleData.Read(ref reader, "old tuple"))
            : throw reader.Malformed("tuple kind", "is neither K nor O");
    }
}
