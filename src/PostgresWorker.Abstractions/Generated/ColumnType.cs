namespace PostgresWorker.Generated;

/// <summary>A column's type in the catalog (<see href="https://www.postgresql.org/docs/current/catalog-pg-type.html">pg_type</see>), domains resolved.</summary>
/// <param name="Name">The type's name for people, as <c>format_type</c> writes it.</param>
/// <param name="BaseOid">The type's OID; for a domain that of the type at its bottom.</param>
/// <param name="Kind"><c>pg_type.typtype</c> of that type: <c>b</c> base, <c>e</c> enum, <c>c</c> composite, <c>r</c> range, <c>m</c> multirange; and <c>a</c>
/// for an array, which the catalog calls a base type with an element.</param>
/// <param name="BaseName"><c>pg_type.typname</c> of that type, which names extension types (their OIDs differ from database to database).</param>
public sealed record ColumnType(string Name, uint BaseOid, char Kind, string BaseName)
{
    /// <summary>The type's own OID, which for a domain is the domain's: what the binary forms of arrays and composites say of their parts.</summary>
    public uint Oid { get => field == 0 ? BaseOid : field; init; }

    /// <summary>The type of an array's elements (<c>typelem</c>), of a range's bounds (<c>rngsubtype</c>) or of a multirange's ranges; otherwise null.</summary>
    public ColumnType? Element { get; init; }

    /// <summary>What stands between an array's elements in its text form (<c>typdelim</c> of the element): a comma, but for box.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The fields of a composite, in their order; otherwise null.</summary>
    public TableLayout? Fields { get; init; }

    /// <summary>Whether a composite has lost fields, maybe after the value was written: which fields the value has is then not known, however many they are.</summary>
    public bool HasDroppedFields { get; init; }

    /// <summary>Whether a composite's values have all of its fields. Otherwise they may be from before the last ones were added.</summary>
    public bool HasAllFields { get; init; }

    /// <summary>Whether it is an enum, or a domain over one.</summary>
    public bool IsEnum => Kind == 'e';
}
