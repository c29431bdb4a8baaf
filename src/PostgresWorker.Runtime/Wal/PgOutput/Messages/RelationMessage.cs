namespace PostgresWorker.Wal.PgOutput;

/// <summary>
/// <see href="https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html#PROTOCOL-LOGICALREP-MESSAGE-FORMATS-RELATION">Relation</see>,
/// sent before the first change of a table and again after each change of its definition: int32 OID, string schema, string name,
/// int8 replica identity, int16 count of columns, the columns.
/// </summary>
/// <param name="Oid">The table's OID; changes name the table by it.</param>
/// <param name="Namespace">The table's schema.</param>
/// <param name="Name">The table's name.</param>
/// <param name="Identity">Which columns old rows carry.</param>
/// <param name="Columns">The published columns, in the order of tuples.</param>
internal sealed record RelationMessage(uint Oid, string Namespace, string Name, ReplicaIdentity Identity, RelationColumn[] Columns)
{
    internal static RelationMessage Read(ref WireReader reader)
    {
        var oid = reader.UInt32("relation OID");
        var schema = reader.Namespace("namespace");
        var name = reader.CString("relation name");
        var identity = (ReplicaIdentity)reader.Byte("replica identity");
        if (identity is not (ReplicaIdentity.Default or ReplicaIdentity.Nothing or ReplicaIdentity.Full or ReplicaIdentity.Index))
        {
            throw reader.Malformed("replica identity", "is none of d, n, f and i");
        }

        int count = reader.UInt16("column count");
        reader.Demand(count, RelationColumn.MinimumSize, "column count");
        var columns = new RelationColumn[count];
        for (var i = 0; i < count; i++)
        {
            columns[i] = RelationColumn.Read(ref reader);
        }

        return new RelationMessage(oid, schema, name, identity, columns);
    }
}
