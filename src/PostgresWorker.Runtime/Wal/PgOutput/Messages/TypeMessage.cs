namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-TYPE">Type</see>
/// of a column that is not built in: int32 OID, string schema, string name.
/// </summary>
/// <param name="Oid">The type's OID.</param>
/// <param name="Namespace">The type's schema.</param>
/// <param name="Name">The type's name; for a domain that of its base type.</param>
internal readonly record struct TypeMessage(uint Oid, string Namespace, string Name)
{
    internal static TypeMessage Read(ref WireReader reader) => new(reader.UInt32("type OID"), reader.Namespace("type namespace"), reader.CString("type name"));
}
