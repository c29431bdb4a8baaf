namespace PostgresWorker.Generated;

/// <summary>What a generated reader reads from a column: one for each method of <see cref="TupleReader"/>.</summary>
public enum ColumnKind
{
    /// <summary><see cref="bool"/> from boolean.</summary>
    Boolean,

    /// <summary><see cref="short"/> from smallint.</summary>
    Int16,

    /// <summary><see cref="int"/> from integer and smaller.</summary>
    Int32,

    /// <summary><see cref="long"/> from bigint and smaller, and oid.</summary>
    Int64,

    /// <summary><see cref="float"/> from real.</summary>
    Single,

    /// <summary><see cref="double"/> from double precision and real.</summary>
    Double,

    /// <summary><see cref="decimal"/> from numeric and the integers.</summary>
    Decimal,

    /// <summary><see cref="string"/> from the types whose value is text.</summary>
    String,

    /// <summary><see cref="System.Guid"/> from uuid.</summary>
    Guid,

    /// <summary><see cref="byte"/>[] from bytea.</summary>
    Bytes,

    /// <summary><see cref="System.DateTime"/> from timestamp (of unspecified kind) and timestamptz (UTC).</summary>
    DateTime,

    /// <summary><see cref="System.DateTimeOffset"/> (UTC) from timestamptz.</summary>
    DateTimeOffset,

    /// <summary><see cref="System.DateOnly"/> from date.</summary>
    DateOnly,

    /// <summary><see cref="System.TimeOnly"/> from time.</summary>
    TimeOnly,

    /// <summary><see cref="System.TimeSpan"/> from interval without months, and time.</summary>
    TimeSpan,

    /// <summary>A C# enum from the labels of a Postgres enum, or from text.</summary>
    Enum,
}
