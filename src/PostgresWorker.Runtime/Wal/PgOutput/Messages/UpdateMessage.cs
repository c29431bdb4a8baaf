using PostgresWorker.Generated;

namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-UPDATE">Update</see>:
/// int32 relation; where the key changed 'K', with REPLICA IDENTITY FULL 'O', and the old row; 'N' and the new row.
/// </summary>
internal readonly ref struct UpdateMessage(uint relationId, OldTupleKind oldKind, TupleData old, TupleData @new)
{
    public uint RelationId { get; } = relationId;

    public OldTupleKind OldKind { get; } = oldKind;

    /// <summary>The old row; without columns where <see cref="OldKind"/> is none.</summary>
    public TupleData Old { get; } = old;

    public TupleData New { get; } = @new;

    internal static UpdateMessage Read(scoped ref WireReader reader)
    {
        var relation = reader.UInt32("relation OID");
        var kind = OldTupleKind.None;
        TupleData old = default;
        var letter = reader.Byte("tuple kind");
        if (letter is (byte)'K' or (byte)'O')
        {
            kind = (OldTupleKind)letter;
            old = TupleData.Read(ref reader, "old tuple");
            letter = reader.Byte("tuple kind");
        }

        return letter == (byte)'N'
            ? new UpdateMessage(relation, kind, old, TupleData.Read(ref reader, "new tuple"))
            : throw reader.Malformed("tuple kind", "is none of K, O and N, or the new tuple does not follow the old");
    }
}
