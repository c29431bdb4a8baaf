namespace PostgresWorker.Rows;

/// <summary>A column as it is now: a row of <see href="https://www.postgresql.org/docs/current/catalog-pg-attribute.html">pg_attribute</see>.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="TypeOid">The column's type, which may be a domain.</param>
/// <param name="Storage"><c>attstorage</c>: p plain; others may be stored out of line (TOAST).</param>
/// <param name="IsInIdentity">Whether the replica identity has the column.</param>
/// <param name="IsInPrimaryKey">Whether the primary key has the column.</param>
internal sealed record ColumnDescription(string Name, uint TypeOid, char Storage, bool IsInIdentity, bool IsInPrimaryKey);
