namespace PostgresWorker.Rows;

/// <summary>A table as it is now: a row of <see href="https://www.postgresql.org/docs/current/catalog-pg-class.html">pg_class</see>.</summary>
/// <param name="Oid">The table's OID.</param>
/// <param name="Name">The table's name.</param>
/// <param name="Kind"><c>relkind</c>: r table, p partitioned table, v view, m materialized view, f foreign table.</param>
/// <param name="Identity"><c>relreplident</c>: d default, n nothing, f full, i index.</param>
/// <param name="Persistence"><c>relpersistence</c>: p permanent, u unlogged, t temporary.</param>
internal sealed record TableDescription(uint Oid, TableName Name, char Kind, char Identity, char Persistence);
