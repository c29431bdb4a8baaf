namespace PostgresWorker.Rows;

/// <summary>A field of a composite as it is now: a row of <see href="https://www.postgresql.org/docs/current/catalog-pg-attribute.html">pg_attribute</see>.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="TypeOid">The field's type; 0 once it is dropped.</param>
/// <param name="IsDropped">Whether it is no longer there.</param>
/// <param name="Xmin">The transaction that wrote it so.</param>
internal sealed record FieldDescription(string Name, uint TypeOid, bool IsDropped, uint Xmin = 0);
