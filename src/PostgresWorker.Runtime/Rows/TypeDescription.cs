namespace PostgresWorker.Rows;

/// <summary>A type as it is now: a row of <see href="https://www.postgresql.org/docs/current/catalog-pg-type.html">pg_type</see>.</summary>
/// <param name="Oid">The type's OID.</param>
/// <param name="DisplayName">The name for people.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Name"><c>typname</c></param>
/// <param name="Kind"><c>typtype</c>: b base, c composite, d domain, e enum, p pseudo, r range, m multirange; a for an array.</param>
/// <param name="Part">What a domain is over, an array's elements, a range's bounds, a multirange's ranges; 0 for others.</param>
/// <param name="Delimiter">What stands between an array's elements in its text form.</param>
internal sealed record TypeDescription(uint Oid, string DisplayName, string Schema, string Name, char Kind, uint Part, char Delimiter)
{
    /// <summary>The fields of a composite, dropped ones included.</summary>
    public List<FieldDescription> Fields { get; } = [];

    /// <summary>The fields that are there.</summary>
    public IEnumerable<FieldDescription> Present => Fields.Where(one => !one.IsDropped);

    /// <summary>The types that it is made of.</summary>
    public IEnumerable<uint> Parts
    {
        get
        {
            foreach (var one in Present)
            {
                yield return one.TypeOid;
            }

            if (Part != 0)
            {
                yield return Part;
            }
        }
    }
}
