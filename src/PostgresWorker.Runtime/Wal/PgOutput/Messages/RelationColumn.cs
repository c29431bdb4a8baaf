namespace PostgresWorker.Wal.PgOutput;

/// <summary>A published column of a <see cref="RelationMessage"/>: int8 flags, string name, int32 type OID, int32 type modifier.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="TypeOid">The OID of its type; a domain's own.</param>
/// <param name="TypeModifier"><c>atttypmod</c>: -1 for none.</param>
/// <param name="IsInIdentity">Whether old rows carry it.</param>
internal sealed record RelationColumn(string Name, uint TypeOid, int TypeModifier, bool IsInIdentity)
{
    /// <summary>The bytes of a column whose name is empty.</summary>
    internal const int MinimumSize = 10;

    private const byte PartOfKey = 1;

    internal static RelationColumn Read(ref WireReader reader)
    {
        var flags = reader.Byte("column flags");
        return new RelationColumn(
            reader.CString("column name"),
            reader.UInt32("column type OID"),
            reader.Int32("column type modifier"),
            (flags & PartOfKey) != 0);
    }
}
