namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-TRUNCATE">Truncate</see>
/// of one or more tables at once: int32 count of relations, int8 options, the relations.
/// </summary>
/// <param name="RelationIds">The published tables that were truncated.</param>
/// <param name="Cascade">Whether CASCADE was said.</param>
/// <param name="RestartIdentity">Whether RESTART IDENTITY was said.</param>
internal readonly record struct TruncateMessage(uint[] RelationIds, bool Cascade, bool RestartIdentity)
{
    private const byte CascadeOption = 1, RestartIdentityOption = 2;

    internal static TruncateMessage Read(ref WireReader reader)
    {
        var count = reader.Int32("relation count");
        var options = reader.Byte("options");
        reader.Demand(count, sizeof(uint), "relation count");
        var relations = new uint[count];
        for (var i = 0; i < count; i++)
        {
            relations[i] = reader.UInt32("relation OID");
        }

        return new TruncateMessage(relations, (options & CascadeOption) != 0, (options & RestartIdentityOption) != 0);
    }
}
